/** The DAGs, of which only those on screen exist; arrow keys move, Enter opens. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactElement } from 'react';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import type { PagedQuery } from '../state/paged_query';
import { useCouture } from '../ui';
import { DagRow } from './DagRow';

const ROW_HEIGHT = 54;

export function DagList({ query }: { query: PagedQuery<IDagSummary> }): ReactElement {
  const { commands, trans } = useCouture();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  useRedrawOn(query);
  const total = query.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => query.show(first, last), [query, first, last]);
  useEffect(() => {
    if (wantsFocus.current) {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
      wantsFocus.current = !row;
      row?.focus();
    }
  });
  const move = (index: number): void => {
    const next = Math.max(0, Math.min(total - 1, index));
    wantsFocus.current = true;
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: total - 1 }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      move(target);
    } else if (event.key === 'Enter' && (event.target as HTMLElement).dataset.dagId) {
      void commands.execute(CommandIDs.openDag, { dagId: (event.target as HTMLElement).dataset.dagId ?? '' });
    }
  };
  return (
    <div className="couture-DagList" ref={scroller} onKeyDown={onKeyDown}>
      <div
        role="list"
        aria-label={trans.__('DAGs and schedules')}
        className="couture-DagList-rows"
        style={{ height: virtual.getTotalSize() }}
        onFocus={event => setActive(indexOf(event.target) ?? active)}
      >
        {items.map(item => {
          const dag = query.at(item.index);
          const style = { height: item.size, transform: `translateY(${item.start}px)` };
          return dag ? (
            <DagRow
              key={dag.dag_id}
              dag={dag}
              index={item.index}
              total={total}
              isActive={item.index === active}
              style={style}
            />
          ) : (
            <div key={item.key} className="couture-DagRow couture-mod-loading" style={style} aria-hidden="true" />
          );
        })}
      </div>
    </div>
  );
}

function useRedrawOn(query: PagedQuery<IDagSummary>): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    query.changed.connect(redraw);
    redraw();
    return () => {
      query.changed.disconnect(redraw);
    };
  }, [query]);
}

function indexOf(element: Element): number | undefined {
  const index = element.closest<HTMLElement>('[data-index]')?.dataset.index;
  return index === undefined ? undefined : Number(index);
}
