/** The chart itself: names at the left, time to the right; rows in sight only. Arrow keys move from row to row. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react';
import { useId, useRef, useState } from 'react';
import type { ISelection } from '../tokens';
import { useCouture } from '../ui';
import type { IGanttRow } from './bars';
import { GanttHead } from './GanttHead';
import { GanttRowView, type IStretch, placeOf } from './GanttRowView';
import { useZoom } from './useZoom';

const ROW_HEIGHT = 24;
const SCROLLED = 80;

export interface IGanttChartProps {
  dagId: string;
  runId: string;
  rows: readonly IGanttRow[];
  stretch: IStretch;
  critical: ReadonlySet<string>;
  /** The present, while the run runs; else its end. */
  now: number;
  isOpen: boolean;
  zoom: number;
  onZoom: (factor: number) => void;
  selection: ISelection;
  onSelect: (change: Partial<ISelection>) => void;
  onFold: (row: IGanttRow) => void;
}

export function GanttChart(props: IGanttChartProps): ReactElement {
  const { dagId, runId, rows, stretch, critical, now, isOpen, zoom, onZoom, selection, onSelect, onFold } = props;
  const { trans } = useCouture();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useZoom(scroller, zoom, onZoom);
  const [place, setPlace] = useState(0);
  const active = Math.max(0, Math.min(rows.length - 1, place));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 8
  });
  const choose = (row: IGanttRow | undefined): void => {
    if (row?.taskId === null) {
      onFold(row);
    } else if (row) {
      onSelect({ runId, taskId: row.taskId, mapIndex: row.mapIndex });
    }
  };
  const go = (row: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, row));
    setPlace(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active];
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      PageDown: () => go(active + 10),
      PageUp: () => go(active - 10),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowLeft: () => scroller.current?.scrollBy({ left: -SCROLLED }),
      ArrowRight: () => scroller.current?.scrollBy({ left: SCROLLED }),
      Enter: () => choose(row),
      ' ': () => choose(row),
      '+': () => row?.isFolded && onFold(row),
      '-': () => row?.isFolded === false && onFold(row)
    };
    if (event.key in keys && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      openMenu(scroller.current?.querySelector(`[data-row="${active}"]`));
    }
  };
  const onClick = (event: MouseEvent): void => {
    const at = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
    const row = at === undefined ? undefined : rows[Number(at)];
    if (row) {
      setPlace(Number(at));
      if ((event.target as Element).closest('[data-fold]')) {
        onFold(row);
      } else {
        choose(row);
      }
    }
  };
  return (
    <div
      className="couture-Gantt"
      role="treegrid"
      tabIndex={0}
      ref={scroller}
      aria-label={trans.__('When the tasks waited and ran')}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="presentation" className="couture-Gantt-sheet" style={{ width: `${zoom * 100}%` }}>
        <GanttHead stretch={stretch} width={width} />
        <div role="rowgroup" className="couture-Gantt-rows" style={{ height: virtual.getTotalSize() }}>
          {isOpen && (
            <div className="couture-Gantt-over" aria-hidden="true">
              <span className="couture-Gantt-now" style={{ insetInlineStart: placeOf(now, now, stretch).insetInlineStart }} />
            </div>
          )}
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              <GanttRowView
                key={row.key}
                {...{ id, row, index, stretch, now }}
                isCritical={row.kind === 'task' && row.taskId !== null && critical.has(row.taskId)}
                isChosen={row.taskId !== null && row.taskId === selection.taskId && row.mapIndex === selection.mapIndex}
                isActive={index === active}
                data={dataOf(row, dagId, runId)}
                style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function dataOf({ taskId, mapIndex, isFolded, state }: IGanttRow, dagId: string, runId: string): Record<`data-${string}`, string | number | undefined> {
  if (taskId === null) {
    return {};
  }
  return {
    'data-dag-id': dagId,
    'data-run-id': runId,
    'data-task-id': taskId,
    // A row that folds stands for all instances of a mapped task.
    'data-map-index': mapIndex ?? (isFolded === undefined ? -1 : undefined),
    'data-state': state ?? undefined
  };
}

function openMenu(row: Element | null | undefined): void {
  const box = row?.getBoundingClientRect();
  if (row && box) {
    const where = { clientX: box.left + 40, clientY: box.bottom };
    row.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...where }));
  }
}
