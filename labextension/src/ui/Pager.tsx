/** Steps through a long list page by page. */
import { caretLeftIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from './context';
import { displayLocale } from './locale';

export interface IPagerProps {
  offset: number;
  limit: number;
  total: number;
  onMove: (offset: number) => void;
}

export function Pager({ offset, limit, total, onMove }: IPagerProps): ReactElement | null {
  const { trans } = useCouture();
  if (total === 0) {
    return null;
  }
  const last = Math.min(offset + limit, total);
  const number = new Intl.NumberFormat(displayLocale());
  return (
    <nav className="couture-Pager" aria-label={trans.__('Pages')}>
      <span className="couture-Pager-text">
        {trans.__('%1–%2 of %3', number.format(offset + 1), number.format(last), number.format(total))}
      </span>
      <button
        type="button"
        className="couture-Button couture-mod-minimal couture-mod-iconOnly"
        aria-label={trans.__('Previous page')}
        title={trans.__('Previous page')}
        disabled={offset <= 0}
        onClick={() => onMove(Math.max(0, offset - limit))}
      >
        <caretLeftIcon.react tag="span" className="couture-Button-icon" />
      </button>
      <button
        type="button"
        className="couture-Button couture-mod-minimal couture-mod-iconOnly"
        aria-label={trans.__('Next page')}
        title={trans.__('Next page')}
        disabled={last >= total}
        onClick={() => onMove(offset + limit)}
      >
        <caretRightIcon.react tag="span" className="couture-Button-icon" />
      </button>
    </nav>
  );
}
