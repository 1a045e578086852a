import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { type IShown, nextShown } from './shown_task';

function task(task_id: string, state: string | null): ITaskInstance {
  return { task_id, state, map_index: -1, dag_run_id: 'r' } as ITaskInstance;
}

const TARGET = { dagId: 'd', runId: 'r' };

/** The task that is shown after `before` was shown for `stay` milliseconds. */
function after(before: ITaskInstance, stay: number, tasks: ITaskInstance[], target: object = TARGET): string | undefined {
  const shown: IShown = { task: before, since: 1000 };
  return nextShown(shown, tasks, { ...TARGET, ...target }, 1000 + stay)?.task.task_id;
}

describe('the task that a run page shows', () => {
  const a = task('a', 'running');

  it('is the one at work', () => {
    expect(nextShown(undefined, [task('x', 'success'), a], TARGET, 0)?.task.task_id).toBe('a');
  });

  it('stays while it runs, and a moment longer', () => {
    expect(after(a, 60000, [task('b', 'running'), a])).toBe('a');
    expect(after(a, 1000, [task('a', 'success'), task('b', 'running')])).toBe('a');
    expect(after(a, 3000, [task('a', 'success'), task('b', 'running')])).toBe('b');
  });

  it('stays when there is no more work', () => {
    expect(after(a, 60000, [task('x', 'success'), task('a', 'success'), task('y', null)])).toBe('a');
  });

  it('is a failed one at once, and always the one that a person chose', () => {
    const tasks = [a, task('b', 'failed'), task('c', 'success')];
    expect(after(a, 10, tasks)).toBe('b');
    expect(after(a, 10, tasks, { taskId: 'c' })).toBe('c');
  });
});
