/** Opens the context menu of what the button stands in: the same menu as a right click there, for the keyboard, too. */
import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from './context';

export function MoreButton({ label, tabIndex }: { label?: string; tabIndex?: number }): ReactElement {
  const { trans } = useCouture();
  const name = label ?? trans.__('More actions');
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={name}
      aria-haspopup="menu"
      title={name}
      tabIndex={tabIndex}
      onClick={event => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        const place = { bubbles: true, cancelable: true, clientX: left, clientY: bottom };
        event.currentTarget.dispatchEvent(new MouseEvent('contextmenu', place));
      }}
    >
      <ellipsesIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}
