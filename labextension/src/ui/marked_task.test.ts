import { describe, expect, it } from 'vitest';
import { taskOfMark } from './marked_task';

describe('the mark of a task instance', () => {
  it('names it, one of its mapped instances, and its state', () => {
    expect(taskOfMark({ dagId: 'd', runId: 'r', taskId: 't', mapIndex: '3', state: 'failed' })).toEqual({
      dagId: 'd',
      runId: 'r',
      taskId: 't',
      mapIndex: 3,
      state: 'failed'
    });
    expect(taskOfMark({ dagId: 'd', runId: 'r', taskId: 't', mapIndex: '' })).toEqual({
      dagId: 'd',
      runId: 'r',
      taskId: 't'
    });
  });

  it('is none without a run', () => {
    expect(taskOfMark({ dagId: 'd', taskId: 't' })).toBeNull();
    expect(taskOfMark({})).toBeNull();
  });
});
