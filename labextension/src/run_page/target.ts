/** What a run page shows: which run, and which task, try and tab of it. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ITaskInstance } from '../api';
import type { ISelection } from '../tokens';

export interface IRunTarget {
  dagId: string;
  runId: string;
  taskId?: string;
  mapIndex?: number;
  /** A try other than the newest. */
  tryNumber?: number;
  /** The id of a tab of the task's pane. */
  tab?: string;
}

/** The target that a command's arguments name; null without a run. */
export function targetOf(args: ReadonlyPartialJSONObject): IRunTarget | null {
  const { dagId, runId, taskId, mapIndex, tryNumber, tab } = args;
  if (typeof dagId !== 'string' || typeof runId !== 'string' || dagId === '' || runId === '') {
    return null;
  }
  return {
    dagId,
    runId,
    taskId: typeof taskId === 'string' ? taskId : undefined,
    mapIndex: typeof mapIndex === 'number' ? mapIndex : undefined,
    tryNumber: typeof tryNumber === 'number' && tryNumber > 0 ? tryNumber : undefined,
    tab: typeof tab === 'string' ? tab : undefined
  };
}

/** The task that is shown: the chosen one, else the one that most deserves a look. */
export function chosenTask(tasks: readonly ITaskInstance[], target: IRunTarget): ITaskInstance | undefined {
  const { taskId, mapIndex } = target;
  const named = tasks.find(
    task => task.task_id === taskId && (mapIndex === undefined || task.map_index === mapIndex)
  );
  const byState = (...states: (string | null)[]): ITaskInstance | undefined =>
    tasks.find(task => states.includes(task.state));
  return named ?? byState('failed') ?? byState('running', 'up_for_retry', 'queued') ?? tasks[0];
}

/** The target after another task instance was chosen: the tab stays, the try is the newest. */
export function selected(target: IRunTarget, change: Partial<ISelection>): IRunTarget {
  return {
    dagId: target.dagId,
    runId: change.runId ?? target.runId,
    taskId: change.taskId ?? target.taskId,
    mapIndex: change.mapIndex ?? undefined,
    tab: target.tab
  };
}
