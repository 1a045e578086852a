/** What can be changed about the graph: search, direction, folding, following, table. */
import type { ReactElement } from 'react';
import { useId } from 'react';
import type { Orientation } from '../graph/model';
import { Toggle, useCouture } from '../ui';

export interface IGraphBarProps {
  text: string;
  /** How many tasks the text means. */
  matches: number;
  onText: (text: string) => void;
  /** Go to the next task that the text means. */
  onNext: () => void;
  orientation: Orientation;
  onOrientation: (orientation: Orientation) => void;
  hasGroups: boolean;
  onFoldAll: (isFolded: boolean) => void;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
}

export function GraphBar(props: IGraphBarProps): ReactElement {
  const { isTable, hasGroups, isFollowing } = props;
  const { trans } = useCouture();
  return (
    <div className="couture-GraphBar">
      <Search {...props} />
      {!isTable && (
        <>
          <Direction {...props} />
          {hasGroups && (
            <>
              <button type="button" className="couture-Button" onClick={() => props.onFoldAll(true)}>
                {trans.__('Fold all')}
              </button>
              <button type="button" className="couture-Button" onClick={() => props.onFoldAll(false)}>
                {trans.__('Unfold all')}
              </button>
            </>
          )}
          <Toggle
            label={trans.__('Follow')}
            title={trans.__('Keep the running task in sight')}
            isOn={isFollowing}
            onChange={props.onFollow}
          />
        </>
      )}
      <Toggle
        label={trans.__('Table')}
        title={trans.__('The same as a table, for keyboards and screen readers')}
        isOn={isTable}
        onChange={props.onTable}
      />
    </div>
  );
}

function Search({ text, matches, onText, onNext }: IGraphBarProps): ReactElement {
  const { trans } = useCouture();
  return (
    <span className="couture-GraphBar-search">
      <input
        type="search"
        className="couture-Input"
        placeholder={trans.__('Find a task')}
        aria-label={trans.__('Find a task')}
        title={trans.__('Enter goes to the next one')}
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.preventDefault();
            onNext();
          }
        }}
      />
      <span className="couture-muted" role="status">
        {text.trim() !== '' && trans._n('%1 found', '%1 found', matches)}
      </span>
    </span>
  );
}

function Direction({ orientation, onOrientation }: IGraphBarProps): ReactElement {
  const { trans } = useCouture();
  const id = useId();
  const names: Record<Orientation, string> = {
    LR: trans.__('Left to right'),
    TB: trans.__('Top to bottom'),
    RL: trans.__('Right to left'),
    BT: trans.__('Bottom to top')
  };
  return (
    <span className="couture-GraphBar-direction">
      <label htmlFor={id}>{trans.__('Direction')}</label>
      <select
        id={id}
        className="couture-Input"
        value={orientation}
        onChange={event => onOrientation(event.target.value as Orientation)}
      >
        {(Object.keys(names) as Orientation[]).map(each => (
          <option key={each} value={each}>
            {names[each]}
          </option>
        ))}
      </select>
    </span>
  );
}
