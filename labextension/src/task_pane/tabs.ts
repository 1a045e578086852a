/** The tabs of a task's pane: which there are, and which is shown. */
import type { ITaskInstance } from '../api';
import type { IShownPart } from '../tokens';

export const TABS = ['notebook', 'log', 'outputs', 'code', 'tries', 'why'] as const;
export type Tab = (typeof TABS)[number];

/** The tab that is shown: the chosen one if the task has it, else the one that says most. */
export function chosenTab(task: ITaskInstance, shown: IShownPart, added: readonly string[] = []): string {
  const tabs = tabsOf(task);
  if (shown.tab !== undefined && [...tabs, ...added].includes(shown.tab)) {
    return shown.tab;
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
