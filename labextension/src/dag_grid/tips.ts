/** What a cell and a run tell when the pointer rests on them. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICell, IShownRun } from '../state/grid_cells';
import { absoluteTime, durationText, runTypeLabel, secondsBetween, stateLabel } from '../ui';

export function cellTip(title: string, cell: ICell | null, trans: TranslationBundle): string {
  if (!cell) {
    return trans.__('%1: not in this run', title);
  }
  const lines = [title, ...stateLines(cell, trans)];
  if (cell.tryNumber > 1) {
    lines.push(trans.__('Try %1', cell.tryNumber));
  }
  if (cell.start !== null) {
    lines.push(trans.__('Started: %1', moment(cell.start)));
  }
  if (cell.end !== null && cell.start !== null) {
    lines.push(trans.__('Ended: %1', moment(cell.end)));
    lines.push(trans.__('Duration: %1', durationText(Math.max(0, cell.end - cell.start) / 1000)));
  }
  return lines.join('\n');
}

function stateLines(cell: ICell, trans: TranslationBundle): string[] {
  const total = [...cell.counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 1) {
    return [stateLabel(cell.state, trans)];
  }
  return [...cell.counts].map(([state, count]) => trans.__('%1: %2', stateLabel(state, trans), count));
}

export function runTip({ run }: IShownRun, trans: TranslationBundle): string {
  const { start_date: start, end_date: end } = run;
  return [
    run.dag_run_id,
    trans.__('%1, %2', stateLabel(run.state, trans), runTypeLabel(run.run_type, trans)),
    trans.__('Logical date: %1', absoluteTime(run.logical_date)),
    ...(run.partition_key === null ? [] : [trans.__('Partition: %1', run.partition_key)]),
    ...(start === null ? [] : [trans.__('Started: %1', absoluteTime(start))]),
    ...(start === null || end === null ? [] : [trans.__('Duration: %1', durationText(secondsBetween(start, end, 0)))]),
    trans.__('DAG version %1', run.version_number),
    ...(run.note ? [run.note] : [])
  ].join('\n');
}

function moment(milliseconds: number): string {
  return absoluteTime(new Date(milliseconds).toISOString());
}
