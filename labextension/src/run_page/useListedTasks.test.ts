import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { inOrder } from './useListedTasks';

const instance = (task_id: string, map_index: number): ITaskInstance => ({ task_id, map_index }) as ITaskInstance;

describe('what the page of a run with very many task instances lists', () => {
  it('is each once, the tasks in the order of the DAG, the instances by their map index', () => {
    const firsts = [instance('read', -1), instance('count', 0), instance('add', -1)];
    const others = [instance('count', 7), instance('add', -1), instance('count', 3)];
    expect(inOrder(firsts, others).map(task => [task.task_id, task.map_index])).toEqual([
      ['read', -1],
      ['count', 0],
      ['count', 3],
      ['count', 7],
      ['add', -1]
    ]);
  });
});
