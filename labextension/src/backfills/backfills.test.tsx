// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { IBackfill } from '../api';
import { testCouture, viewerWho } from '../testing/couture';
import { draw } from '../testing/render';
import { BackfillPlan } from './BackfillPlan';
import { BackfillsView } from './BackfillsView';
import { EMPTY_FORM, bodyOf, progressText, stateWord } from './values';

const { trans } = testCouture();
const FORM = { ...EMPTY_FORM, from: '2026-01-01T00:00', to: '2026-01-31T00:00' };
const BACKFILL: IBackfill = {
  id: 3,
  dag_id: 'daily',
  dag_display_name: 'daily',
  from_date: '2026-01-01T00:00:00Z',
  to_date: '2026-01-03T00:00:00Z',
  dag_run_conf: {},
  is_paused: false,
  reprocess_behavior: 'none',
  max_active_runs: 2,
  created_at: '2026-02-01T00:00:00Z',
  completed_at: null,
  updated_at: '2026-02-01T00:00:00Z',
  run_backwards: false,
  run_on_latest_version: false,
  triggering_user_name: 'ada',
  days: { success: 1, waiting: 2 },
  days_total: 3,
  days_ended: 1,
  holdup: null
};
const DAYS = {
  backfill_days: [
    { logical_date: BACKFILL.from_date, sort_ordinal: 1, dag_run_id: 'backfill__1', state: 'success', problem: null },
    { logical_date: BACKFILL.to_date, sort_ordinal: 2, dag_run_id: null, state: null, problem: 'already exists' }
  ],
  total_entries: 2
};

function server(backfills: IBackfill[], backfillable = true): Record<string, unknown> {
  return {
    'GET dags/daily/details': { dag_id: 'daily', timezone: 'UTC', is_backfillable: backfillable },
    'GET backfills': { backfills, total_entries: backfills.length },
    'GET backfills/3/days': DAYS,
    'PUT backfills/3/pause': { ...BACKFILL, is_paused: true }
  };
}

function buttonOf(node: HTMLElement, text: string): HTMLButtonElement {
  const found = [...node.querySelectorAll('button')].find(each => each.textContent === text);
  if (!found) {
    throw new Error(`There is no button "${text}".`);
  }
  return found;
}

describe('the form of a backfill', () => {
  it('means its dates in the time zone of the DAG', () => {
    expect(bodyOf('daily', FORM, 'Europe/Helsinki', trans)).toEqual({
      body: {
        dag_id: 'daily',
        from_date: '2025-12-31T22:00:00.000Z',
        to_date: '2026-01-30T22:00:00.000Z',
        run_backwards: false,
        reprocess_behavior: 'none',
        run_on_latest_version: false,
        max_active_runs: 10,
        dag_run_conf: {}
      }
    });
  });

  it('says at each field what is missing', () => {
    const found = bodyOf('daily', { ...EMPTY_FORM, conf: '[1]' }, 'UTC', trans);
    expect('problems' in found && Object.keys(found.problems)).toEqual(['from_date', 'to_date', 'conf']);
  });

  it('lists the runs to come, and what is left out', async () => {
    const planned = { logical_date: '2026-01-02T00:00:00Z', data_interval_start: '2026-01-02T00:00:00Z' };
    const plan = {
      backfills: [{ ...planned, data_interval_end: '2026-01-03T00:00:00Z', runs_again: true }],
      total_entries: 1,
      left_out: { 'already exists': 3 }
    };
    const { node } = await draw(<BackfillPlan plan={plan} zone="UTC" />, testCouture());
    expect(node.textContent).toContain('3 dates are left out: The run that exists stays as it is.');
    expect(node.querySelector('tbody')?.textContent).toContain('Runs again');
  });

  it('shows them where they are, and asks nothing', async () => {
    const couture = testCouture(server([]));
    const { node, act } = await draw(<BackfillsView dagId="daily" />, couture);
    await act(() => buttonOf(node, 'Show the runs to come').click());
    expect(node.querySelector('[data-path=from_date] .couture-Field-error')?.textContent).toBe('Give the first date.');
    expect(couture.asked).not.toContain('POST backfills/dry_run');
  });
});

describe('a backfill', () => {
  it('says in a word how it is', () => {
    const done = { completed_at: '2026-02-02T00:00:00Z' };
    expect(stateWord(BACKFILL, trans)).toBe('Active');
    expect(stateWord({ ...BACKFILL, is_paused: true }, trans)).toBe('Paused');
    expect(stateWord({ ...BACKFILL, ...done }, trans)).toBe('Complete');
    expect(stateWord({ ...BACKFILL, ...done, days: { cancelled: 1 } }, trans)).toBe('Cancelled');
  });

  it('says how many of its runs failed', () => {
    expect(progressText(BACKFILL, trans)).toBe('1 of 3 ended');
    const days = { success: 1, failed: 2 };
    expect(progressText({ ...BACKFILL, days, days_ended: 3 }, trans)).toBe('3 of 3 ended, 2 failed');
  });

  it('shows its progress and its runs, and is paused', async () => {
    const couture = testCouture(server([BACKFILL]));
    const { node, act } = await draw(<BackfillsView dagId="daily" />, couture);
    expect(node.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('1');
    expect(node.textContent).toContain('1 of 3 ended');
    expect(node.textContent).toContain('The run that exists stays as it is');
    await act(() => buttonOf(node, 'Pause').click());
    expect(couture.asked).toContain('PUT backfills/3/pause');
  });

  it('says what holds it up, and that it is over', async () => {
    const held = { ...BACKFILL, holdup: 'Its DAG is paused.' };
    const drawn = await draw(<BackfillsView dagId="daily" />, testCouture(server([held])));
    expect(drawn.node.querySelector('.couture-Banner')?.textContent).toContain('Its DAG is paused.');
    const done = { ...BACKFILL, completed_at: '2026-02-02T00:00:00Z' };
    const over = await draw(<BackfillsView dagId="daily" />, testCouture(server([done])));
    expect(over.node.textContent).not.toContain('Cancel the rest');
  });

  it('is for those who may start and edit runs of its DAG', async () => {
    const offered = async (mayEdit: string): Promise<(string | null)[]> => {
      const answers = { ...server([BACKFILL]), ...viewerWho(mayEdit) };
      const { node } = await draw(<BackfillsView dagId="daily" />, testCouture(answers));
      return ['Start', 'Pause', 'Cancel the rest…'].map(each => buttonOf(node, each).getAttribute('aria-disabled'));
    };
    expect(await offered('daily')).toEqual(['false', 'false', 'false']);
    expect(await offered('other')).toEqual(['true', 'true', 'true']);
  });

  it('is not offered where the schedule names no moments', async () => {
    const { node } = await draw(<BackfillsView dagId="daily" />, testCouture(server([], false)));
    expect(node.textContent).toContain('names no moments');
    expect(node.querySelector('input')).toBeNull();
  });
});
