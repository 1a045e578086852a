/** Of how many runs, and of which tasks of a DAG, a person wants to see the times. */
import type { IStateDB } from '@jupyterlab/statedb';
import { textsOf, ViewMemory } from '../state/view_memory';

export const MOST_TASKS = 5;
export const LIMITS = [10, 25, 50, 100, 200];

export interface IMeasureLook {
  readonly limit: number;
  readonly tasks: readonly string[];
  readonly isTable: boolean;
}

export type MeasureMemory = ViewMemory<IMeasureLook>;

export function measureMemory(state: IStateDB | null): MeasureMemory {
  return new ViewMemory<IMeasureLook>(state, 'durations', { limit: 25, tasks: [], isTable: false }, stored => ({
    limit: LIMITS.find(each => each === stored.limit) ?? 25,
    tasks: textsOf(stored.tasks).slice(-MOST_TASKS),
    isTable: stored.isTable === true
  }));
}
