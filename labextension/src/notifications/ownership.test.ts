import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { Ownership } from './ownership';
import { isRecovery } from './recovery';

const RUNS = 'GET dags/a/dagRuns';

function owners(run: object, schedule?: object) {
  const { client, asked } = testCouture({ [`${RUNS}/r`]: run, 'GET notebookSchedules/a': schedule });
  return { asked, owners: new Ownership(client, () => 'ada') };
}

describe('whose run it is', () => {
  it('is known for runs of this tab without asking', async () => {
    const { owners: here, asked } = owners({});
    here.startedHere('a', 'r');
    expect(await here.isWithin('here', 'a', 'r')).toBe(true);
    expect(await here.isWithin('here', 'a', 'other')).toBe(false);
    expect(await here.isWithin('all', 'a', 'other')).toBe(true);
    expect(asked).toEqual([]);
  });

  it.each([
    [{ dag_id: 'a', triggering_user_name: 'ada', kind: 'file' }, undefined, true],
    [{ dag_id: 'a', triggering_user_name: 'bob', kind: 'notebook_schedule' }, { created_by: 'ada' }, false],
    [{ dag_id: 'a', triggering_user_name: null, kind: 'notebook_schedule' }, { created_by: 'ada' }, true],
    [{ dag_id: 'a', triggering_user_name: null, kind: 'notebook_schedule' }, { created_by: 'bob' }, false],
    [{ dag_id: 'a', triggering_user_name: null, kind: 'file' }, undefined, false]
  ])('is mine when I started it or made its schedule: %j %j', async (run, schedule, isMine) => {
    expect(await owners(run, schedule).owners.isWithin('mine', 'a', 'r')).toBe(isMine);
  });
});

describe('a recovery', () => {
  it.each([
    [['success', 'failed'], true],
    [['success', 'running', 'failed'], true],
    [['success', 'success', 'failed'], false],
    [['success'], false]
  ])('is a success after a failure: %j', async (states, isOne) => {
    const runs = states.map((state, index) => ({ dag_run_id: `r${index}`, state }));
    const { client } = testCouture({ [RUNS]: { dag_runs: runs, total_entries: runs.length } });
    expect(await isRecovery(client, 'a', 'r0')).toBe(isOne);
  });
});
