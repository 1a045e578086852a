/** Which task instance a command is about: its arguments, or the mark of one under the context menu. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** Elements that stand for a task instance have this class, and `data-dag-id`, `data-run-id`, `data-task-id`;
 * `data-map-index` of an instance of a mapped task, `data-state` with its state, or
 * with all states of several instances. */
export const TASK_MARK = 'couture-TaskMark';

export interface IMarkedTask {
  dagId: string;
  runId: string;
  taskId: string;
  /** Not given: all instances of a mapped task. */
  mapIndex?: number;
  /** Its state; of several instances all their states, with spaces between them. */
  state?: string;
}

/** Only with `isContextMenu` the element under it: JupyterLab remembers the last context menu for ever. */
export function markedTask(app: JupyterFrontEnd, args: ReadonlyPartialJSONObject): IMarkedTask | null {
  if (args.isContextMenu) {
    return taskOfMark(app.contextMenuHitTest(node => node.classList.contains(TASK_MARK))?.dataset ?? {});
  }
  const { dagId, runId, taskId, mapIndex, state } = args;
  if (typeof dagId !== 'string' || typeof runId !== 'string' || typeof taskId !== 'string') {
    return null;
  }
  return {
    dagId,
    runId,
    taskId,
    ...(typeof mapIndex === 'number' && { mapIndex }),
    ...(typeof state === 'string' && { state })
  };
}

/** The task instance that an element's data names; null when it names none. */
export function taskOfMark(data: DOMStringMap): IMarkedTask | null {
  const { dagId, runId, taskId, mapIndex, state } = data;
  if (!dagId || !runId || !taskId) {
    return null;
  }
  return {
    dagId,
    runId,
    taskId,
    ...(mapIndex !== undefined && mapIndex !== '' && { mapIndex: Number(mapIndex) }),
    ...(state && { state })
  };
}
