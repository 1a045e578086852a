/** What is measured over many runs: how long runs and tasks took, and how late they landed. */
import type { IShownRun } from '../state/grid_cells';
import type { CellState } from '../state/grid_cells';
import { isOutlier, type IUsual, usualOf } from './outliers';

/** How long it took; or from when the run was due to its end. */
export type Measure = 'duration' | 'landing';

export interface IPoint {
  readonly runId: string;
  /** When the run was due. */
  readonly due: string;
  /** The place of the run among all that are shown. */
  readonly place: number;
  readonly seconds: number;
  readonly state: CellState;
  readonly isOutlier: boolean;
}

/** The whole run (`taskId` null) or a task over the runs in which it ended. */
export interface ISeries {
  readonly taskId: string | null;
  readonly points: readonly IPoint[];
  readonly usual: IUsual | null;
}

export function seriesOf(runs: readonly IShownRun[], taskId: string | null, measure: Measure): ISeries {
  const measured = runs.flatMap(({ run, due, cells }, place) => {
    const cell = taskId === null ? null : (cells.get(taskId) ?? null);
    const start = taskId === null ? parsed(run.start_date) : (cell?.start ?? null);
    const end = taskId === null ? parsed(run.end_date) : (cell?.end ?? null);
    const from = measure === 'duration' ? start : due;
    if (start === null || from === null || end === null) {
      return [];
    }
    const state = taskId === null ? run.state : (cell?.state ?? null);
    return [{ runId: run.dag_run_id, due: run.run_after, place, seconds: Math.max(0, end - from) / 1000, state }];
  });
  const usual = usualOf(measured.map(each => each.seconds));
  return { taskId, usual, points: measured.map(each => ({ ...each, isOutlier: isOutlier(each.seconds, usual) })) };
}

/** Round values from 0 to at least `most` for the axis of a chart, about `count` of them. */
export function ticksTo(most: number, count = 4): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  const fine = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
  const wanted = most / count;
  const step = [...fine, ...steps].find(each => each >= wanted) ?? Math.ceil(wanted / 86400) * 86400;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

function parsed(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}
