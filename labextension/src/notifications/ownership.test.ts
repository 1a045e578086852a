import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { Ownership } from './ownership';
import { isRecovery } from './recovery';

const RUNS = 'GET dags/a/dagRuns';

function owners(run: object, schedule?: object) {
  const answers = { [`${RUNS}/r`]: run, 'GET notebookSchedules/a': schedule, 'GET workspace': { user: 'ada' } };
  const { client, asked } = testCouture(answers);
  return { asked, owners: new Ownership(client) };
}

describe('whose run it is', () => {
  it('is known for runs of this tab without asking', async () => {
    const { owners: here, asked } = owners({});
    here.startedHere('a', 'r');
    expect(await here.concern('mine', 'a', 'r')).toEqual({ isWanted: true, isAutomatic: false });
    expect((await here.concern('here', 'a', 'other')).isWanted).toBe(false);
    expect(asked).toEqual([]);
  });

  const byHand = { dag_id: 'a', kind: 'notebook_schedule', origin: 'rest_api' };
  const automatic = { dag_id: 'a', kind: 'notebook_schedule', origin: 'timetable' };
  const byFile = { ...automatic, origin: 'file', triggering_user_name: 'engine' };

  it.each([
    [{ ...byHand, triggering_user_name: 'ada' }, undefined, true, false],
    [{ ...byHand, triggering_user_name: 'bob' }, { created_by: 'ada' }, false, false],
    [automatic, { created_by: 'ada' }, true, true],
    [automatic, { created_by: 'bob' }, false, true],
    [byFile, { created_by: 'ada' }, true, true],
    [{ ...automatic, kind: 'file', origin: 'sweep', triggering_user_name: 'ada' }, undefined, true, true],
    [{ ...automatic, kind: 'file' }, undefined, false, true]
  ])('is mine when I started it or made its schedule: %j %j', async (run, schedule, isWanted, isAutomatic) => {
    expect(await owners(run, schedule).owners.concern('mine', 'a', 'r')).toEqual({ isWanted, isAutomatic });
    expect((await owners(run, schedule).owners.concern('all', 'a', 'r')).isWanted).toBe(true);
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
