import { describe, expect, it } from 'vitest';
import { ToldRuns } from './told_runs';

const END = { subject: 'dag_run', dag_id: 'a', run_id: 'r' };

describe('what is worth a notification', () => {
  it('is the end of a run, once, and again after it was retried', () => {
    const runs = new ToldRuns();
    expect(runs.of([{ ...END, state: 'running' }])).toEqual([]);
    expect(runs.of([{ ...END, state: 'failed' }])).toEqual([{ dagId: 'a', runId: 'r', event: 'failure' }]);
    expect(runs.of([{ ...END, state: 'failed' }])).toEqual([]);
    runs.of([{ ...END, state: 'running' }]);
    expect(runs.of([{ ...END, state: 'success' }])).toEqual([{ dagId: 'a', runId: 'r', event: 'success' }]);
  });

  it('is a try that will be repeated, but no other news of tasks', () => {
    const runs = new ToldRuns();
    const task = { subject: 'task_instance', dag_id: 'a', run_id: 'r', try_number: 1 };
    expect(runs.of([{ ...task, state: 'failed' }])).toEqual([]);
    expect(runs.of([{ ...task, state: 'up_for_retry' }])).toEqual([
      { dagId: 'a', runId: 'r', event: 'retry', tryNumber: 1 }
    ]);
  });

  it('is a run that is late by a rule, but no other news of messages', () => {
    const runs = new ToldRuns();
    const late = { subject: 'notification', what: 'created' as const, dag_id: 'a', run_id: 'r', detail: { event: 'late' } };
    expect(runs.of([late])).toEqual([{ dagId: 'a', runId: 'r', event: 'late' }]);
    expect(runs.of([{ subject: 'notification', dag_id: 'a', run_id: 'r', state: 'sent' }])).toEqual([]);
  });
});
