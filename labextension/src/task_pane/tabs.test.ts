import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { chosenTab, tabsOf } from './tabs';

function task(values: Partial<ITaskInstance>): ITaskInstance {
  return {
    task_id: 'a',
    dag_id: 'd',
    dag_run_id: 'r',
    map_index: -1,
    state: 'success',
    try_number: 1,
    is_notebook: true,
    is_script: false,
    has_extra_links: false,
    progress: { cell: 1, cells: 2, running: null, failed: null },
    ...values
  } as ITaskInstance;
}

describe('the tabs of a task', () => {
  it('shows the tab that says most', () => {
    expect(chosenTab(task({}), {})).toBe('notebook');
    expect(chosenTab(task({ is_notebook: false }), {})).toBe('log');
    expect(chosenTab(task({ is_script: true }), {})).toBe('log');
    expect(tabsOf(task({ is_script: true }))).toContain('code');
    expect(chosenTab(task({ state: null, try_number: 0 }), {})).toBe('why');
    expect(chosenTab(task({ state: 'failed', progress: null }), {})).toBe('log');
    expect(chosenTab(task({}), { tab: 'tries' })).toBe('tries');
    expect(chosenTab(task({ is_notebook: false }), { tab: 'notebook' })).toBe('log');
  });

  it('explains what waits, not what runs or ended', () => {
    expect(tabsOf(task({ state: 'queued' }))).toContain('why');
    expect(tabsOf(task({ state: 'upstream_failed' }))).toContain('why');
    expect(tabsOf(task({ state: 'running' }))).not.toContain('why');
  });
});
