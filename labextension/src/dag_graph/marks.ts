/** What tells the menu of task instances which one an element shows. */
export interface IMark {
  readonly className: string;
  readonly data: Readonly<Record<string, string>>;
}

const NONE: IMark = { className: '', data: {} };

/** A task of a run; without a run there is no task instance. */
export function markOf(dagId: string, runId: string | null, taskId: string): IMark {
  return runId === null
    ? NONE
    : { className: 'couture-TaskMark', data: { 'dag-id': dagId, 'run-id': runId, 'task-id': taskId } };
}
