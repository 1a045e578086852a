/** The answer of the grid as cells: one for a task of a run, and one for many tasks together. */
import type { IGrid, IGridRun, TaskInstanceState } from '../api';

export type CellState = TaskInstanceState | null;

/** A task of a run. Times are milliseconds since 1970. */
export interface ICell {
  /** That of most weight, of a mapped task. */
  readonly state: CellState;
  /** How many instances are in which state; one for a task that is not mapped. */
  readonly counts: ReadonlyMap<CellState, number>;
  /** How many mapped instances; 0: the task is not mapped, or not yet. */
  readonly mapped: number;
  readonly tryNumber: number;
  readonly queued: number | null;
  readonly start: number | null;
  readonly end: number | null;
}

/** The cells of a run by their task. */
export type ICells = ReadonlyMap<string, ICell>;

export interface IShownRun {
  readonly run: IGridRun;
  /** When it was due. */
  readonly due: number;
  readonly cells: ICells;
}

/** What of many is told first: what went wrong, then what goes on, then what is to come, then what went well. */
const WEIGHT: readonly CellState[] = [
  'failed',
  'upstream_failed',
  'up_for_retry',
  'running',
  'restarting',
  'deferred',
  'up_for_reschedule',
  'queued',
  'scheduled',
  null,
  'success',
  'skipped',
  'removed'
];

/** The state that stands for several. */
export function weightiest(states: Iterable<CellState>): CellState {
  let best = WEIGHT.length;
  for (const state of states) {
    best = Math.min(best, WEIGHT.indexOf(state));
  }
  return WEIGHT[best] ?? null;
}

/** Several cells as one, e.g. those of a task group; null for none. */
export function together(cells: readonly ICell[]): ICell | null {
  if (cells.length === 0) {
    return null;
  }
  const counts = new Map<CellState, number>();
  for (const cell of cells) {
    cell.counts.forEach((count, state) => counts.set(state, (counts.get(state) ?? 0) + count));
  }
  const isOver = cells.every(cell => cell.end !== null || cell.start === null);
  return {
    state: weightiest(counts.keys()),
    counts,
    mapped: cells.reduce((sum, cell) => sum + cell.mapped, 0),
    tryNumber: Math.max(...cells.map(cell => cell.tryNumber)),
    queued: most(Math.min, cells.map(cell => cell.queued)),
    start: most(Math.min, cells.map(cell => cell.start)),
    end: isOver ? most(Math.max, cells.map(cell => cell.end)) : null
  };
}

/** The runs of an answer, the newest last. */
export function shownRuns(grid: IGrid): IShownRun[] {
  const runs = grid.runs.map(run => ({ run, due: Date.parse(run.run_after), cells: cellsOf(run, grid) }));
  return runs.reverse();
}

function cellsOf(run: IGridRun, grid: IGrid): ICells {
  const { task, state, mapped, try_number: tries, queued, start, end } = run.cells;
  const zero = Date.parse(run.queued_at);
  const at = (seconds: number | null): number | null => (seconds === null ? null : zero + seconds * 1000);
  const cells = new Map<string, ICell>();
  task.forEach((place, row) => {
    const of = grid.states[state[row]];
    const cell: ICell = {
      state: of,
      counts: new Map([[of, mapped[row] || 1]]),
      mapped: mapped[row],
      tryNumber: tries[row],
      queued: at(queued[row]),
      start: at(start[row]),
      end: at(end[row])
    };
    const id = grid.task_ids[place];
    const known = cells.get(id);
    cells.set(id, known ? (together([known, cell]) ?? cell) : cell);
  });
  return cells;
}

function most(of: (...values: number[]) => number, values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length > 0 ? of(...known) : null;
}
