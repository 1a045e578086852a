/** What a run page shows: which run, and which task, try and tab of it. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ITaskInstance } from '../api';
import type { IChange } from '../state/changes';

export const TABS = ['notebook', 'log', 'outputs', 'code', 'tries', 'why'] as const;
export type Tab = (typeof TABS)[number];

export interface IRunTarget {
  dagId: string;
  runId: string;
  taskId?: string;
  mapIndex?: number;
  /** A try other than the newest. */
  tryNumber?: number;
  /** One of `TABS`, or the id of a part that a feature added. */
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

/** The tab that is shown: the chosen one if the task has it, else the one that says most. */
export function chosenTab(task: ITaskInstance, target: IRunTarget, added: readonly string[] = []): string {
  const tabs = tabsOf(task);
  if (target.tab && [...tabs, ...added].includes(target.tab)) {
    return target.tab;
  }
  if (task.try_number === 0) {
    return 'why';
  }
  // It failed before its first cell: the log says why.
  const hasNoNotebook = task.state === 'failed' && !task.progress?.cells;
  return hasNoNotebook ? 'log' : tabs[0];
}

/** The tabs that a task has, the most telling one first. */
export function tabsOf(task: ITaskInstance): Tab[] {
  const isOver = ['success', 'failed', 'skipped', 'removed', 'running'].includes(task.state ?? '');
  const fits: Partial<Record<Tab, boolean>> = {
    notebook: task.is_notebook && !task.is_script,
    code: task.is_notebook,
    why: !isOver
  };
  return TABS.filter(tab => fits[tab] ?? true);
}

/** Whether a change is about this run. */
export function isAboutRun(change: IChange, dagId: string, runId: string): boolean {
  return change.dag_id === dagId && (change.run_id === runId || change.run_id === undefined);
}

/** Whether a change is about this task of the run. */
export function isAboutTask(change: IChange, task: ITaskInstance): boolean {
  return (
    change.dag_id === task.dag_id &&
    change.run_id === task.dag_run_id &&
    change.task_id === task.task_id &&
    (change.map_index ?? -1) === task.map_index
  );
}
