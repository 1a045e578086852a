/** One row of the grid: the name of a task, then a mark for each run. */
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { memo } from 'react';
import type { ICell, IShownRun } from '../state/grid_cells';
import { stateLabel } from '../ui';
import { StateIcon } from '../ui/StateIcon';
import type { IGridRow } from './rows';

export interface IGridRowProps {
  id: string;
  dagId: string;
  row: IGridRow;
  index: number;
  runs: readonly IShownRun[];
  cellOf: (row: IGridRow, run: IShownRun) => ICell | null;
  /** The column with the keyboard's place, if it is in this row. */
  active: number | null;
  /** The chosen run; and whether the chosen task is this row's. */
  chosenRun: string | null;
  isChosen: boolean;
  /** Where it stands, in pixels. */
  top: number;
  trans: TranslationBundle;
}

export const GridRowView = memo(function GridRowView(props: IGridRowProps): ReactElement {
  const { id, row, index, runs, active, isChosen, top, cellOf, chosenRun, dagId, trans } = props;
  const Caret = row.isFolded ? caretRightIcon : caretDownIcon;
  return (
    <div
      role="row"
      className={`couture-Grid-row${isChosen ? ' couture-mod-chosen' : ''}`}
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      aria-expanded={row.isFolded === undefined ? undefined : !row.isFolded}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div
        role="rowheader"
        id={`${id}-${index}--1`}
        className={`couture-Grid-name couture-mod-${row.kind}${active === -1 ? ' couture-mod-active' : ''}`}
        data-row={index}
        data-column={-1}
        title={row.title}
        style={{ paddingInlineStart: 4 + row.depth * 14 }}
      >
        <span className="couture-Grid-caret" data-fold={row.isFolded === undefined ? undefined : index}>
          {row.isFolded !== undefined && <Caret.react tag="span" className="couture-Button-icon" />}
        </span>
        <span className="couture-Grid-label">{row.label}</span>
        {row.isRemoved && <span className="couture-muted">{trans.__('(removed)')}</span>}
      </div>
      {runs.map((run, column) => (
        <Cell
          key={run.run.dag_run_id}
          {...{ id, dagId, index, column, trans }}
          runId={run.run.dag_run_id}
          cell={cellOf(row, run)}
          kind={row.kind}
          taskId={row.taskId}
          mapIndex={row.mapIndex}
          isRun={run.run.dag_run_id === chosenRun}
          isChosen={isChosen}
          isActive={active === column}
        />
      ))}
    </div>
  );
});

interface ICellProps {
  id: string;
  dagId: string;
  index: number;
  column: number;
  runId: string;
  cell: ICell | null;
  kind: IGridRow['kind'];
  taskId: string | null;
  mapIndex: number | null;
  isRun: boolean;
  isChosen: boolean;
  isActive: boolean;
  trans: TranslationBundle;
}

/** An answer about one run draws only its own cells again. */
const Cell = memo(function Cell(props: ICellProps): ReactElement {
  const { id, dagId, index, column, runId, cell, kind, taskId, mapIndex, isRun, isChosen, isActive, trans } = props;
  const isTask = taskId !== null && cell !== null;
  const classes = [
    ...(isRun ? ['couture-mod-run'] : []),
    ...(isRun && isChosen ? ['couture-mod-chosen'] : []),
    ...(isActive ? ['couture-mod-active'] : []),
    ...(isTask ? ['couture-TaskMark'] : [])
  ];
  const total = cell && cell.mapped > 0 && kind !== 'group' ? cell.mapped : 0;
  const instance = mapIndex ?? (cell?.mapped === 0 ? -1 : undefined); // none: all instances of a mapped task
  return (
    <div
      role="gridcell"
      id={`${id}-${index}-${column}`}
      className={`couture-Grid-cell ${classes.join(' ')}`}
      aria-label={cell ? labelOf(cell, trans) : trans.__('Not in this run')}
      aria-selected={isRun && isChosen}
      data-row={index}
      data-column={column}
      data-dag-id={isTask ? dagId : undefined}
      data-run-id={isTask ? runId : undefined}
      data-task-id={isTask ? taskId : undefined}
      data-map-index={isTask ? instance : undefined}
      data-state={isTask ? [...cell.counts.keys()].map(state => state ?? 'no_status').join(' ') : undefined}
    >
      {cell && (
        <span className={`couture-StateMark couture-mod-${cell.state ?? 'none'}`}>
          <StateIcon state={cell.state} />
          {total > 0 && <span className="couture-Grid-count">{total > 99 ? '99+' : total}</span>}
        </span>
      )}
    </div>
  );
});

function labelOf(cell: ICell, trans: TranslationBundle): string {
  if (cell.counts.size === 1 && cell.mapped === 0) {
    return stateLabel(cell.state, trans);
  }
  return [...cell.counts].map(([state, count]) => trans.__('%1: %2', stateLabel(state, trans), count)).join(', ');
}
