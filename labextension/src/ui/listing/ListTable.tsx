/** The rows of a list, of which only those on screen exist. Arrow keys move, Enter opens, Space selects. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { CSSProperties, KeyboardEvent, ReactElement } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PagedQuery } from '../../state/paged_query';
import { ListHead } from './ListHead';
import { ListRow } from './ListRow';
import type { IListColumn, IListDefinition } from './types';
import type { ISelection } from './useSelection';
import { CHOICE_WIDTH, columnWidths } from './widths';

const ROW_HEIGHT = 34;

export interface IListTableProps<Row> {
  list: IListDefinition<Row>;
  columns: readonly IListColumn<Row>[];
  query: PagedQuery<Row>;
  orderBy: string;
  onOrder: (orderBy: string) => void;
  selection: ISelection<Row> | null;
}

export function ListTable<Row>(props: IListTableProps<Row>): ReactElement {
  const { list, columns, query, orderBy, onOrder, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const widths = columnWidths(columns, selection !== null, useRoom(scroller));
  const total = query.total ?? 0;
  const height = list.rowHeight ?? ROW_HEIGHT;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items[items.length - 1]?.index ?? 0];
  useEffect(() => query.show(first, last), [query, first, last]);
  useStartAgain(scroller, query);
  const { active, setActive, onKeyDown } = useKeys(scroller, props, index => virtual.scrollToIndex(index));
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <div className="couture-ListTable" ref={scroller} onKeyDown={onKeyDown}>
      <table
        className="couture-Table"
        aria-label={list.tableLabel}
        aria-rowcount={total + 1}
        style={{ minWidth: widthOf(widths, selection !== null), '--couture-row-height': `${height}px` } as CSSProperties}
      >
        <Columns columns={columns} widths={widths} hasChoice={selection !== null} />
        <ListHead columns={columns} orderBy={orderBy} onOrder={onOrder} selection={selection} total={total} />
        <tbody>
          <Gap height={above} />
          {items.map(({ index }) => (
            <ListRow
              key={index}
              index={index}
              row={query.at(index)}
              isActive={index === active}
              list={list}
              columns={columns}
              selection={selection}
              onFocus={setActive}
            />
          ))}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  );
}

function widthOf(widths: readonly number[], hasChoice: boolean): number {
  return widths.reduce((sum, width) => sum + width, hasChoice ? CHOICE_WIDTH : 0);
}

interface IColumnsProps<Row> {
  columns: readonly IListColumn<Row>[];
  widths: readonly number[];
  hasChoice: boolean;
}

function Columns<Row>({ columns, widths, hasChoice }: IColumnsProps<Row>): ReactElement {
  return (
    <colgroup>
      {hasChoice && <col style={{ width: CHOICE_WIDTH }} />}
      {columns.map((column, place) => (
        <col key={column.id} style={{ width: widths[place] }} />
      ))}
    </colgroup>
  );
}

/** How wide the list is within its edges, followed. */
function useRoom(scroller: React.RefObject<HTMLElement>): number {
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    const look = (): void => {
      const { paddingLeft, paddingRight } = getComputedStyle(node);
      setRoom(Math.floor(node.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
    };
    const observer = new ResizeObserver(look);
    observer.observe(node);
    look();
    return () => observer.disconnect();
  }, [scroller]);
  return room;
}

/** The room of the rows that do not exist. */
function Gap({ height }: { height: number }): ReactElement | null {
  return height > 0 ? (
    <tr className="couture-ListTable-gap" aria-hidden="true">
      <td style={{ height }} />
    </tr>
  ) : null;
}

/** Another question is answered from its beginning. */
function useStartAgain<Row>(scroller: React.RefObject<HTMLElement>, query: PagedQuery<Row>): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current && scroller.current) {
      scroller.current.scrollTop = 0;
    }
    isFirst.current = false;
  }, [scroller, query]);
}

interface IKeys {
  active: number;
  setActive: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function useKeys<Row>(
  scroller: React.RefObject<HTMLElement>,
  { list, query, selection }: IListTableProps<Row>,
  scrollTo: (index: number) => void
): IKeys {
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const total = query.total ?? 0;
  useEffect(() => {
    if (wantsFocus.current) {
      const row = scroller.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`);
      wantsFocus.current = !row;
      row?.focus();
    }
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = event.target as HTMLElement;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const target = steps === undefined ? { Home: 0, End: total - 1 }[event.key] : active + steps;
    const current = query.at(active);
    if (row.dataset.index === undefined) {
      return; // a control within the row has the key for itself
    }
    if (target !== undefined) {
      wantsFocus.current = true;
      setActive(Math.max(0, Math.min(total - 1, target)));
      scrollTo(Math.max(0, Math.min(total - 1, target)));
    } else if (event.key === 'Enter' && current && list.onOpen) {
      list.onOpen(current);
    } else if (event.key === ' ' && current && selection) {
      selection.choose(active, !selection.has(current), event.shiftKey);
    } else {
      return;
    }
    event.preventDefault();
  };
  return { active: Math.min(active, Math.max(0, total - 1)), setActive, onKeyDown };
}
