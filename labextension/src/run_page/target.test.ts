import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { chosenTask, targetOf } from './target';

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
});
