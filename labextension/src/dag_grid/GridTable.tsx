/** The grid itself: runs across, tasks down, of which only the rows in sight exist. Arrow keys move a place in it. */
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react';
import { useId, useRef, useState } from 'react';
import type { ICell, IShownRun } from '../state/grid_cells';
import type { ISelection } from '../tokens';
import { useCouture } from '../ui';
import { GridHead } from './GridHead';
import { GridRowView } from './GridRowView';
import { type IPlace, moved, within } from './moves';
import type { IGridRow } from './rows';
import { cellTip, runTip } from './tips';
import { useNewestInSight, useSamePlace } from './useNewestInSight';

const ROW_HEIGHT = 24;

export interface IGridTableProps {
  dagId: string;
  rows: readonly IGridRow[];
  runs: readonly IShownRun[];
  cellOf: (row: IGridRow, run: IShownRun) => ICell | null;
  selection: ISelection;
  onSelect: (change: Partial<ISelection>) => void;
  onFold: (row: IGridRow) => void;
  onOpenRun: (runId: string) => void;
  /** Show older runs; undefined where there are none. */
  onOlder?: () => void;
}

export function GridTable(props: IGridTableProps): ReactElement {
  const { dagId, rows, runs, cellOf, selection, onFold } = props;
  const { trans } = useCouture();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const extent = { rows: rows.length, columns: runs.length };
  const [place, setPlace] = useState<IPlace>({ row: 0, column: runs.length - 1 });
  const active = within(place, extent);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8
  });
  useNewestInSight(scroller, runs, props.onOlder);
  useSamePlace(runs, setPlace);
  const go = (next: IPlace): void => {
    setPlace(next);
    if (next.row >= 0) {
      virtual.scrollToIndex(next.row);
    }
    if (next.column === 0) {
      props.onOlder?.();
    }
    requestAnimationFrame(() => showCell(scroller.current, cellAt(scroller.current, next)));
  };
  const act = ({ row, column }: IPlace): void => choose(props, rows[row], runs[column]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moved(active, event.key, event.ctrlKey || event.metaKey, extent);
    const row = rows[active.row];
    if (next) {
      go(next);
    } else if (event.key === 'Enter' || event.key === ' ') {
      act(active);
    } else if ((event.key === '+' || event.key === '-') && row?.isFolded === (event.key === '+')) {
      onFold(row);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      openMenu(cellAt(scroller.current, active));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    const at = placeOf(event.target);
    if (at) {
      setPlace(at);
      const row = rows[at.row];
      if (row && (event.target as Element).closest('[data-fold]')) {
        onFold(row);
      } else {
        act(at);
      }
    }
  };
  const onMouseOver = (event: MouseEvent): void => {
    const at = placeOf(event.target);
    const node = at && cellAt(scroller.current, at);
    const run = at ? runs[at.column] : undefined;
    if (at && node && run) {
      const row = rows[at.row];
      node.title = row ? cellTip(row.title, cellOf(row, run), trans) : runTip(run, trans);
    }
  };
  const isActive = (row: number): number | null => (active.row === row ? active.column : null);
  return (
    <div
      className="couture-Grid"
      role="treegrid"
      tabIndex={0}
      ref={scroller}
      aria-label={trans.__('Tasks and runs of %1', dagId)}
      aria-rowcount={rows.length + 1}
      aria-colcount={runs.length + 1}
      aria-activedescendant={`${id}-${active.row}-${active.column}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onMouseOver={onMouseOver}
      onDoubleClick={event => {
        const run = runs[placeOf(event.target)?.column ?? -1];
        if (run) {
          props.onOpenRun(run.run.dag_run_id);
        }
      }}
    >
      <div role="presentation" className="couture-Grid-sheet">
        <GridHead id={id} runs={runs} active={isActive(-1)} chosenRun={selection.runId} />
        <div role="rowgroup" className="couture-Grid-rows" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => (
            <GridRowView
              key={rows[item.index].key}
              {...{ id, dagId, runs, cellOf, trans }}
              row={rows[item.index]}
              index={item.index}
              active={isActive(item.index)}
              chosenRun={selection.runId}
              isChosen={isOf(rows[item.index], selection)}
              top={item.start}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function isOf(row: IGridRow, { taskId, mapIndex }: ISelection): boolean {
  return row.taskId !== null && row.taskId === taskId && row.mapIndex === mapIndex;
}

/** A task of a run, a run, a task; the name of a group folds it. */
function choose({ onSelect, onFold }: IGridTableProps, row: IGridRow | undefined, run: IShownRun | undefined): void {
  const of = row && row.taskId !== null ? { taskId: row.taskId, mapIndex: row.mapIndex } : {};
  if (run) {
    onSelect({ runId: run.run.dag_run_id, ...of });
  } else if (row?.taskId === null) {
    onFold(row);
  } else if (row) {
    onSelect(of);
  }
}

function placeOf(target: EventTarget): IPlace | null {
  const cell = (target as Element).closest<HTMLElement>('[data-column]');
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}

function cellAt(scroller: HTMLElement | null, { row, column }: IPlace): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`) ?? null;
}

/** The column of the names lies over what is scrolled below it, so the browser's own scrolling is not enough. */
function showCell(scroller: HTMLElement | null, cell: HTMLElement | null): void {
  const names = scroller?.querySelector<HTMLElement>('.couture-Grid-corner');
  if (scroller && cell && names && !cell.matches('.couture-Grid-name')) {
    const { left, right } = cell.getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    const edge = names.getBoundingClientRect().right;
    scroller.scrollLeft += left < edge ? left - edge : Math.max(0, right - (box.left + scroller.clientWidth));
  }
}

/** The menu of the cell, as if it had been clicked there. */
function openMenu(cell: HTMLElement | null): void {
  const box = cell?.getBoundingClientRect();
  if (cell && box) {
    const where = { clientX: box.left + box.width / 2, clientY: box.bottom };
    cell.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...where }));
  }
}
