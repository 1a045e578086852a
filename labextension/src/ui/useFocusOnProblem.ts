/** Moves the focus to what was refused. */
import { type RefObject, useEffect, useRef } from 'react';

/** The first field with a problem gets the focus, whenever there are other problems. The form has the reference. */
export function useFocusOnProblem<Node extends HTMLElement>(problems: unknown): RefObject<Node> {
  const form = useRef<Node>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .couture-mod-invalid [role="switch"]');
    const fold = field?.closest('details');
    if (fold) {
      fold.open = true;
    }
    field?.focus();
  }, [problems]);
  return form;
}
