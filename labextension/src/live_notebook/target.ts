/** Whose notebook a live page shows. */
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

/** The id of the widget for a target: one page a notebook. */
export function liveIdOf({ dagId, runId, taskId, mapIndex, tryNumber }: ILiveTarget): string {
  const parts = [dagId, runId, taskId ?? '', mapIndex, tryNumber ?? ''];
  return `couture-live-${parts.map(part => encodeURIComponent(String(part))).join('-')}`;
}
