/** Moves the focus to the field of the form that has a problem. */
import { type RefObject, useEffect, useRef } from 'react';
import type { ScheduleModel } from './model';

/** Moves the focus to the field that the model names, once it is drawn. */
export function useFocusOnProblems(model: ScheduleModel): RefObject<HTMLDivElement> {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focus = (_: ScheduleModel, path: string): void => {
      requestAnimationFrame(() => {
        const place = page.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
        const input =
          place?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
          place?.querySelector<HTMLElement>('input, select, textarea') ??
          place;
        input?.scrollIntoView({ block: 'center' });
        input?.focus({ preventScroll: true });
      });
    };
    model.focusRequested.connect(focus);
    return () => {
      model.focusRequested.disconnect(focus);
    };
  }, [model]);
  return page;
}
