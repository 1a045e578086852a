/** What can be changed about the graph: search, direction, folding, following, table. */
import type { ReactElement } from 'react';
import type { Orientation } from '../graph/model';
import { FoldButtons, Toggle, useCouture, ViewBar } from '../ui';

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
    <ViewBar label={trans.__('What the graph shows')}>
      <Search {...props} />
      {!isTable && (
        <>
          <Direction {...props} />
          {hasGroups && <FoldButtons onFoldAll={props.onFoldAll} />}
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
    </ViewBar>
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
  const names: Record<Orientation, string> = {
    LR: trans.__('Left to right'),
    TB: trans.__('Top to bottom'),
    RL: trans.__('Right to left'),
    BT: trans.__('Bottom to top')
  };
  return (
    <select
      className="couture-Select"
      aria-label={trans.__('Direction')}
      title={trans.__('Direction')}
      value={orientation}
      onChange={event => onOrientation(event.target.value as Orientation)}
    >
      {(Object.keys(names) as Orientation[]).map(each => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </select>
  );
}
