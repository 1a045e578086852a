/** What a person folded in the Gantt chart of a DAG, and whether they want the table. */
import type { IStateDB } from '@jupyterlab/statedb';
import { textsOf, ViewMemory } from '../state/view_memory';

export interface IGanttLook {
  /** Groups that are folded. */
  readonly folded: readonly string[];
  /** Mapped tasks whose instances are shown. */
  readonly unfolded: readonly string[];
  readonly isTable: boolean;
}

export type GanttMemory = ViewMemory<IGanttLook>;

export function ganttMemory(state: IStateDB | null): GanttMemory {
  return new ViewMemory<IGanttLook>(state, 'gantt', { folded: [], unfolded: [], isTable: false }, stored => ({
    folded: textsOf(stored.folded),
    unfolded: textsOf(stored.unfolded),
    isTable: stored.isTable === true
  }));
}
