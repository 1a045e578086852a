/** Looks for a text in the loaded part of a log. */
import { caretDownIcon, caretUpIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from '../ui';

export interface ILogSearchProps {
  text: string;
  /** How many lines hold the text, and which of them is shown. */
  count: number;
  match: number;
  onText: (text: string) => void;
  onMatch: (match: number) => void;
}

export function LogSearch({ text, count, match, onText, onMatch }: ILogSearchProps): ReactElement {
  const { trans } = useCouture();
  const step = (label: string, by: number, Icon: typeof caretUpIcon): ReactElement => (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-label={label}
      title={label}
      disabled={count === 0}
      onClick={() => onMatch(match + by)}
    >
      <Icon.react tag="span" className="couture-Button-icon" />
    </button>
  );
  return (
    <div className="couture-LogSearch" role="search">
      <input
        className="couture-Input"
        type="search"
        placeholder={trans.__('Search the loaded part')}
        aria-label={trans.__('Search the loaded part of the log')}
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && count > 0) {
            onMatch(match + (event.shiftKey ? -1 : 1));
          }
        }}
      />
      {text !== '' && (
        <>
          <span className="couture-muted" role="status">
            {count === 0 ? trans.__('Not found') : trans.__('%1 of %2', match + 1, count)}
          </span>
          {step(trans.__('Previous match'), -1, caretUpIcon)}
          {step(trans.__('Next match'), 1, caretDownIcon)}
        </>
      )}
    </div>
  );
}
