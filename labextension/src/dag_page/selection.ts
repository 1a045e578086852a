/** The run and the task that the sections of a DAG's page share. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ISelection } from '../tokens';

export const NOTHING: ISelection = { runId: null, taskId: null, mapIndex: null };

/** The selection after `change`: another run keeps the task, another task forgets the map index. */
export function changed(selection: ISelection, change: Partial<ISelection>): ISelection {
  const isOtherTask = change.taskId !== undefined && change.taskId !== selection.taskId;
  return { ...selection, ...(isOtherTask ? { mapIndex: null } : {}), ...change };
}

/** The selection that a command's arguments name. */
export function selectionOf({ runId, taskId, mapIndex }: ReadonlyPartialJSONObject): ISelection {
  return {
    runId: typeof runId === 'string' ? runId : null,
    taskId: typeof taskId === 'string' ? taskId : null,
    mapIndex: typeof mapIndex === 'number' ? mapIndex : null
  };
}

/** The command's arguments that lead back to the selection. */
export function argsOf(selection: ISelection): ReadonlyPartialJSONObject {
  return Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null));
}
