import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { chosenTab, chosenTask, isAboutRun, isAboutTask, tabsOf, targetOf } from './target';

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

const target = { dagId: 'd', runId: 'r' };

describe('the target of a run page', () => {
  it('comes from arguments', () => {
    expect(targetOf({ dagId: 'd', runId: 'r', taskId: 't', tryNumber: 2, tab: 'log' })).toMatchObject({
      taskId: 't',
      tryNumber: 2,
      tab: 'log'
    });
    expect(targetOf({ dagId: 'd' })).toBeNull();
    expect(targetOf({ dagId: 'd', runId: 'r', tab: 7 })?.tab).toBeUndefined();
  });

  it('shows the chosen task, else a failed one, else a running one', () => {
    const [done, running, failed] = [
      task({ task_id: 'done' }),
      task({ task_id: 'running', state: 'running' }),
      task({ task_id: 'failed', state: 'failed' })
    ];
    expect(chosenTask([done, running, failed], { ...target, taskId: 'done' })).toBe(done);
    expect(chosenTask([done, running, failed], target)).toBe(failed);
    expect(chosenTask([done, running], target)).toBe(running);
    expect(chosenTask([done], { ...target, taskId: 'gone' })).toBe(done);
    expect(chosenTask([], target)).toBeUndefined();
  });

  it('shows the tab that says most', () => {
    expect(chosenTab(task({}), target)).toBe('notebook');
    expect(chosenTab(task({ is_notebook: false }), target)).toBe('log');
    expect(chosenTab(task({ is_script: true }), target)).toBe('log');
    expect(tabsOf(task({ is_script: true }))).toContain('code');
    expect(chosenTab(task({ state: null, try_number: 0 }), target)).toBe('why');
    expect(chosenTab(task({ state: 'failed', progress: null }), target)).toBe('log');
    expect(chosenTab(task({}), { ...target, tab: 'tries' })).toBe('tries');
    expect(chosenTab(task({ is_notebook: false }), { ...target, tab: 'notebook' })).toBe('log');
  });

  it('explains what waits, not what runs or ended', () => {
    expect(tabsOf(task({ state: 'queued' }))).toContain('why');
    expect(tabsOf(task({ state: 'upstream_failed' }))).toContain('why');
    expect(tabsOf(task({ state: 'running' }))).not.toContain('why');
  });
});

describe('a change', () => {
  it('is about a run, or about the whole DAG', () => {
    expect(isAboutRun({ subject: 'dag_run', dag_id: 'd', run_id: 'r' }, 'd', 'r')).toBe(true);
    expect(isAboutRun({ subject: 'dag', dag_id: 'd' }, 'd', 'r')).toBe(true);
    expect(isAboutRun({ subject: 'dag_run', dag_id: 'd', run_id: 'other' }, 'd', 'r')).toBe(false);
  });

  it('is about one task', () => {
    const change = { subject: 'log', dag_id: 'd', run_id: 'r', task_id: 'a' };
    expect(isAboutTask(change, task({}))).toBe(true);
    expect(isAboutTask({ ...change, map_index: 3 }, task({}))).toBe(false);
  });
});
