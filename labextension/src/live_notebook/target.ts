/** Whose notebook a live page shows. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export interface ILiveTarget {
  dagId: string;
  runId: string;
  /** Without it: the notebook task of the run that most deserves a look. */
  taskId?: string;
  mapIndex: number;
  /** A try other than the newest. */
  tryNumber?: number;
}

/** The target that a command's arguments name; null without a run. */
export function liveTargetOf(args: ReadonlyPartialJSONObject): ILiveTarget | null {
  const { dagId, runId, taskId, mapIndex, tryNumber } = args;
  if (typeof dagId !== 'string' || typeof runId !== 'string' || dagId === '' || runId === '') {
    return null;
  }
  return {
    dagId,
    runId,
    taskId: typeof taskId === 'string' && taskId !== '' ? taskId : undefined,
    mapIndex: typeof mapIndex === 'number' ? mapIndex : -1,
    tryNumber: typeof tryNumber === 'number' && tryNumber > 0 ? tryNumber : undefined
  };
}

/** The target that a command is about: what its arguments name, or the run's mark under the context menu. */
export function namedTarget(app: JupyterFrontEnd, args: ReadonlyPartialJSONObject): ILiveTarget | null {
  if (!args.isContextMenu) {
    return liveTargetOf(args);
  }
  const mark = app.contextMenuHitTest(node => node.dataset.notebookTaskId !== undefined);
  const { runId = '', notebookTaskId: taskId = '' } = mark?.dataset ?? {};
  return liveTargetOf({ dagId: mark?.closest<HTMLElement>('[data-dag-id]')?.dataset.dagId ?? '', runId, taskId });
}

/** The id of the widget for a target: one page a notebook. */
export function liveIdOf({ dagId, runId, taskId, mapIndex, tryNumber }: ILiveTarget): string {
  const parts = [dagId, runId, taskId ?? '', mapIndex, tryNumber ?? ''];
  return `couture-live-${parts.map(part => encodeURIComponent(String(part))).join('-')}`;
}
