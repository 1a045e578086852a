/** The states of tasks in a run, from the columns of the grid. */
import type { IGrid } from '../api';

export interface IRelativeState {
  readonly state: string | null;
  /** How many mapped instances are in it; 0 for a task that is not mapped. */
  readonly mapped: number;
}

/** The states of each task in the grid's only run. */
export function statesOf(grid: IGrid): ReadonlyMap<string, readonly IRelativeState[]> {
  const states = new Map<string, IRelativeState[]>();
  const cells = grid.runs[0]?.cells;
  cells?.task.forEach((place, row) => {
    const name = grid.task_ids[place];
    const state = grid.states[cells.state[row]];
    states.set(name, [...(states.get(name) ?? []), { state, mapped: cells.mapped[row] }]);
  });
  return states;
}
