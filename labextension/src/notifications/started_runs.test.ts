import { describe, expect, it } from 'vitest';
import { StartedRuns } from './started_runs';

const END = { subject: 'dag_run', dag_id: 'a', run_id: 'r', state: 'failed' };

describe('runs started here', () => {
  it('are told of once, when they have ended', () => {
    const runs = new StartedRuns();
    runs.add({ dagId: 'a', runId: 'r' });
    expect(runs.ended([{ ...END, state: 'running' }])).toEqual([]);
    expect(runs.ended([END])).toEqual([{ run: { dagId: 'a', runId: 'r' }, state: 'failed' }]);
    expect(runs.ended([END])).toEqual([]);
  });

  it('are not mixed up with the runs of others, or with their tasks', () => {
    const runs = new StartedRuns();
    runs.add({ dagId: 'a', runId: 'r' });
    expect(runs.ended([{ ...END, run_id: 'other' }])).toEqual([]);
    expect(runs.ended([{ ...END, subject: 'task_instance' }])).toEqual([]);
  });
});
