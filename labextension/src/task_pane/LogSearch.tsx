/** Looks for a text in a whole log: how many lines hold it, and the way from one to the next. */
import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { displayLocale, useCouture } from '../ui';
import type { ILogSearchResult } from './useLogSearch';

export interface ILogSearchProps {
  text: string;
  search: ILogSearchResult;
  onText: (text: string) => void;
}

export function LogSearch({ text, search, onText }: ILogSearchProps): ReactElement {
  const { trans } = useCouture();
  const canStep = (search.found?.total ?? 0) > 0;
  const step = (label: string, by: number, Icon: typeof caretUpIcon): ReactElement => (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={label}
      title={label}
      disabled={!canStep}
      onClick={() => search.step(by)}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
  return (
    <div className="couture-LogSearch" role="search">
      <input
        className="couture-Input"
        type="search"
        placeholder={trans.__('Search the log')}
        aria-label={trans.__('Search the whole log')}
        maxLength={1000}
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && canStep) {
            search.step(event.shiftKey ? -1 : 1);
          }
        }}
      />
      {text !== '' && (
        <>
          <span className="couture-muted" role="status">
            <Count search={search} />
          </span>
          {step(trans.__('Previous match'), -1, caretUpIcon)}
          {step(trans.__('Next match'), 1, caretDownIcon)}
        </>
      )}
    </div>
  );
}

function Count({ search: { found } }: { search: ILogSearchResult }): ReactElement {
  const { trans } = useCouture();
  if (!found) {
    return <>{trans.__('Searching…')}</>;
  }
  if (found.total === 0) {
    return <>{trans.__('Not found')}</>;
  }
  const format = new Intl.NumberFormat(displayLocale());
  const [number, total] = [format.format(found.number + 1), format.format(found.total)];
  return <>{found.hasMore ? trans.__('%1 of more than %2', number, total) : trans.__('%1 of %2', number, total)}</>;
}
