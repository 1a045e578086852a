/** The run and the task that the sections of a DAG's page share. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { WAYS } from '../state/around';
import type { IAround, ISelection } from '../tokens';

export const NOTHING: ISelection = { runId: null, taskId: null, mapIndex: null, around: null };

/** The selection after `change`: another run keeps the task, another task forgets the map index. */
export function changed(selection: ISelection, change: Partial<ISelection>): ISelection {
  const isOtherTask = change.taskId !== undefined && change.taskId !== selection.taskId;
  return { ...selection, ...(isOtherTask ? { mapIndex: null } : {}), ...change };
}

/** The selection that a command's arguments name. */
export function selectionOf(args: ReadonlyPartialJSONObject): ISelection {
  const { runId, taskId, mapIndex } = args;
  return {
    runId: typeof runId === 'string' ? runId : null,
    taskId: typeof taskId === 'string' ? taskId : null,
    mapIndex: typeof mapIndex === 'number' ? mapIndex : null,
    around: aroundOf(args)
  };
}

function aroundOf({ filterTask, filterWay }: ReadonlyPartialJSONObject): IAround | null {
  const way = WAYS.find(each => each === filterWay);
  return typeof filterTask === 'string' && way !== undefined ? { taskId: filterTask, way } : null;
}

/** The command's arguments that lead back to the selection. */
export function argsOf({ around, ...selection }: ISelection): ReadonlyPartialJSONObject {
  return {
    ...Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null)),
    ...(around && { filterTask: around.taskId, filterWay: around.way })
  };
}
