/** The bricks that fit, by category; with a search the best first. */
import { addIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IBrick, IBrickList } from '../api';
import { ActionButton, useCouture } from '../ui';
import { startDrag } from './dragging';
import { originIcon, originSentence, originWord } from './words';

export interface IBrickListProps {
  list: IBrickList;
  /** By category, instead of in the order of the answer. */
  isGrouped: boolean;
  chosen: string | null;
  onChoose: (brickId: string) => void;
  onInsert: (brick: IBrick) => void;
  cannotInsert: string | null;
}

export function BrickList(props: IBrickListProps): ReactElement {
  const { list, isGrouped } = props;
  const { trans } = useCouture();
  if (!isGrouped) {
    return <Items {...props} label={trans.__('Code bricks')} bricks={list.code_bricks} />;
  }
  const names = [...new Set([...list.categories.map(each => each.name), ''])];
  return (
    <>
      {names.map(name => {
        const bricks = list.code_bricks.filter(brick => brick.category === name);
        const label = name || trans.__('Without a category');
        return bricks.length === 0 ? null : (
          <section key={name} className="couture-Bricks-group">
            <h2 className="couture-Bricks-category">{label}</h2>
            <Items {...props} label={label} bricks={bricks} />
          </section>
        );
      })}
    </>
  );
}

function Items({ label, bricks, ...props }: IBrickListProps & { label: string; bricks: readonly IBrick[] }): ReactElement {
  return (
    <ul className="couture-Bricks-items" aria-label={label}>
      {bricks.map(brick => (
        <Item key={brick.code_brick_id} brick={brick} {...props} />
      ))}
    </ul>
  );
}

function Item({ brick, chosen, onChoose, onInsert, cannotInsert }: Omit<IBrickListProps, 'list'> & { brick: IBrick }): ReactElement {
  const { trans } = useCouture();
  const isChosen = brick.code_brick_id === chosen;
  return (
    <li
      className={`couture-Brick${isChosen ? ' couture-mod-chosen' : ''}`}
      draggable
      onDragStart={event => startDrag(event.dataTransfer, brick.code_brick_id, null)}
    >
      <button
        type="button"
        className="couture-Brick-open"
        aria-current={isChosen}
        title={trans.__('Show %1; drag it into an editor to insert it', brick.title)}
        onClick={() => onChoose(brick.code_brick_id)}
      >
        <span className="couture-Brick-title">
          {brick.title}
          <OriginMark brick={brick} />
        </span>
        {brick.description && <span className="couture-Brick-text">{brick.description}</span>}
      </button>
      <ActionButton
        variant="minimal"
        iconOnly
        icon={addIcon}
        label={trans.__('Insert %1', brick.title)}
        disabledBecause={cannotInsert}
        onClick={() => onInsert(brick)}
      />
    </li>
  );
}

/** Where a brick comes from: an icon and a word; in lists only of those that people wrote. */
export function OriginMark({ brick, isAlways = false }: { brick: IBrick; isAlways?: boolean }): ReactElement | null {
  const { trans } = useCouture();
  const Icon = originIcon(brick.origin);
  if (brick.origin === 'shipped' && !isAlways) {
    return null;
  }
  return (
    <span className="couture-Brick-mark" title={originSentence(brick, trans)}>
      <Icon.react tag="span" className="couture-Brick-icon" />
      {originWord(brick.origin, trans)}
    </span>
  );
}
