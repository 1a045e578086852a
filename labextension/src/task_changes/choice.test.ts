import { describe, expect, it } from 'vitest';
import { clearBody, firstChoice, mapIndexOf, markBody } from './choice';

const RUN = { dagId: 'sales', runId: 'r1' };
const TASK = { ...RUN, taskId: 'load', mapIndex: -1 };
const INSTANCE = { ...RUN, taskId: 'each', mapIndex: 3 };

describe('what a choice asks for', () => {
  it('is the whole run where no task is named', () => {
    expect(clearBody(RUN, firstChoice(RUN), true)).toMatchObject({ task_ids: null, dag_run_id: 'r1', dry_run: true });
    expect(firstChoice(RUN).downstream).toBe(false);
  });

  it('is the task with what follows it', () => {
    const body = clearBody(TASK, firstChoice(TASK), false);
    expect(body).toMatchObject({ task_ids: ['load'], include_downstream: true, only_failed: false, note: null });
  });

  it('is one instance of a mapped task, or all', () => {
    const choice = firstChoice(INSTANCE);
    expect(clearBody(INSTANCE, choice, true).task_ids).toEqual([['each', 3]]);
    expect(clearBody(INSTANCE, { ...choice, allInstances: true }, true).task_ids).toEqual(['each']);
    expect(mapIndexOf(INSTANCE, choice)).toBe(3);
    expect(mapIndexOf(INSTANCE, { ...choice, allInstances: true })).toBe(-1);
  });

  it('never asks for what failed and what runs at once', () => {
    const choice = { ...firstChoice(RUN), onlyFailed: true, onlyRunning: true };
    expect(clearBody(RUN, choice, true)).toMatchObject({ only_failed: false, only_running: true });
  });

  it('says where to mark', () => {
    const choice = { ...firstChoice(TASK), past: true };
    expect(markBody(choice, 'success')).toEqual({
      new_state: 'success',
      include_upstream: false,
      include_downstream: true,
      include_past: true,
      include_future: false
    });
  });
});
