import { PromiseDelegate } from '@lumino/coreutils';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { ActiveRuns } from './active_runs';

const RUN = { dag_id: 'daily', dag_display_name: 'Daily', dag_run_id: 'manual__1', state: 'running', notebook_task_id: null };

describe('the active runs in the panel of running things', () => {
  it('can be opened and stopped', async () => {
    const couture = testCouture({ 'GET dags/~/dagRuns': { dag_runs: [RUN], total_entries: 1 } });
    const execute = vi.spyOn(couture.commands, 'execute').mockResolvedValue(undefined);
    const runs = new ActiveRuns(couture);
    await new Promise(resolve => runs.runningChanged.connect(resolve));
    const [item] = runs.running();
    expect(item.label()).toBe('Daily');
    item.open?.();
    item.shutdown?.();
    const args = { dagId: 'daily', runId: 'manual__1' };
    expect(execute.mock.calls).toEqual([
      [CommandIDs.openRun, args],
      [CommandIDs.stopRun, args]
    ]);
  });

  it('open live while their notebook runs', async () => {
    const dag_runs = [
      { ...RUN, notebook_task_id: 'report' },
      { ...RUN, notebook_task_id: 'report', state: 'queued' }
    ];
    const couture = testCouture({ 'GET dags/~/dagRuns': { dag_runs, total_entries: 2 } });
    const execute = vi.spyOn(couture.commands, 'execute').mockResolvedValue(undefined);
    const runs = new ActiveRuns(couture);
    await new Promise(resolve => runs.runningChanged.connect(resolve));
    runs.running().forEach(item => item.open?.());
    const args = { dagId: 'daily', runId: 'manual__1' };
    expect(execute.mock.calls).toEqual([
      [CommandIDs.openLive, { ...args, taskId: 'report' }],
      [CommandIDs.openRun, args]
    ]);
  });

  it('are asked for again when one ended while the answer was under way, and not for a run that is not listed', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const path = 'GET dags/~/dagRuns';
    const first = new PromiseDelegate<unknown>();
    const answers: Record<string, unknown> = { [path]: first.promise };
    const couture = testCouture(answers);
    const runs = new ActiveRuns(couture);
    const end = { subject: 'dag_run', dag_id: 'daily', run_id: 'manual__1', state: 'success' };
    couture.changes.announce(end);
    answers[path] = { dag_runs: [], total_entries: 0 };
    first.resolve({ dag_runs: [RUN], total_entries: 1 });
    await vi.advanceTimersByTimeAsync(3000);
    expect(runs.running()).toEqual([]);
    couture.changes.announce(end);
    await vi.advanceTimersByTimeAsync(3000);
    expect(couture.asked).toEqual([path, path]);
  });

  it('are none before the server has answered', () => {
    expect(new ActiveRuns(testCouture()).running()).toEqual([]);
  });
});
