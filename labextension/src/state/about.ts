/** What a change is about. */
import type { IChange } from './changes';

/** What names a task instance, as the REST API spells it. */
export interface ITaskKey {
  dag_id: string;
  dag_run_id: string;
  task_id: string;
  map_index: number;
}

/** Whether a change is about this run. */
export function isAboutRun(change: IChange, dagId: string, runId: string): boolean {
  return change.dag_id === dagId && (change.run_id === runId || change.run_id === undefined);
}

/** Whether a change is about this task of the run. */
export function isAboutTask(change: IChange, task: ITaskKey): boolean {
  return (
    change.dag_id === task.dag_id &&
    change.run_id === task.dag_run_id &&
    change.task_id === task.task_id &&
    (change.map_index ?? -1) === task.map_index
  );
}
