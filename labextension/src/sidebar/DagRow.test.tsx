import { describe, expect, it, vi } from 'vitest';
import type { IDagSummary, IRunMark } from '../api';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { DagRow } from './DagRow';

function mark(values: Partial<IRunMark>): IRunMark {
  const at = '2026-01-01T06:00:00Z';
  return { dag_run_id: '', state: 'success', queued_at: at, start_date: at, end_date: null, notebook_task_id: null, ...values };
}

const DAG: IDagSummary = {
  dag_id: 'etl',
  dag_display_name: 'etl',
  kind: 'file',
  file: 'dags/etl.py',
  notebook: null,
  description: 'Loads sales.',
  schedule: 'At 06:00 every day',
  timetable_summary: '0 6 * * *',
  timezone: 'UTC',
  is_paused: false,
  is_stale: false,
  owner: 'ada',
  tags: [],
  next_run_after: null,
  last_run: null,
  recent_runs: [
    mark({ dag_run_id: 'newest', state: 'failed', start_date: '2026-01-02T06:00:00Z', notebook_task_id: 'report' }),
    mark({ dag_run_id: 'older' })
  ],
  active_runs: 0,
  run_counts: {},
  task_counts: null,
  has_import_error: false,
  is_favorite: false,
  owner_links: null
};

async function row(dag: Partial<IDagSummary> = {}) {
  const couture = testCouture();
  const executed: [string, unknown][] = [];
  for (const id of [CommandIDs.openDag, CommandIDs.openRun, CommandIDs.triggerDag, CommandIDs.pauseDag]) {
    couture.commands.addCommand(id, { label: id, execute: vi.fn(args => void executed.push([id, args])) });
  }
  const element = <DagRow dag={{ ...DAG, ...dag }} index={0} total={1} isActive style={{}} />;
  return { executed, ...(await draw(element, couture)) };
}

describe('a row of the sidebar', () => {
  it('shows the last runs with the newest on the right; each leads to its run', async () => {
    const drawn = await row();
    const marks = drawn.node.querySelectorAll<HTMLElement>('.couture-RecentRuns-run');
    expect([...marks].map(mark => mark.querySelector('[role=img]')?.getAttribute('aria-label')?.split(',')[0])).toEqual(
      ['Success', 'Failed']
    );
    await drawn.act(() => marks[1].click());
    expect(drawn.executed).toEqual([[CommandIDs.openRun, { dagId: 'etl', runId: 'newest' }]]);
  });

  it('lets the context menu know which runs have a notebook', async () => {
    const drawn = await row();
    const marks = [...drawn.node.querySelectorAll<HTMLElement>('.couture-RecentRuns-run')];
    expect(marks.map(({ dataset }) => [dataset.runId, dataset.notebookTaskId])).toEqual([
      ['older', undefined],
      ['newest', 'report']
    ]);
  });

  it('switches the DAG off', async () => {
    const drawn = await row();
    await drawn.act(() => drawn.node.querySelector<HTMLElement>('[role=switch]')?.click());
    expect(drawn.executed).toEqual([[CommandIDs.pauseDag, { dagId: 'etl' }]]);
  });

  it.each([
    [{ is_paused: true }, 'Paused'],
    [{ has_import_error: true }, 'Import error'],
    [{ is_stale: true }, 'File is gone'],
    [{}, 'At 06:00 every day'],
    [{ schedule: '' }, 'No schedule']
  ])('says when it runs next: %j', async (dag, text) => {
    const drawn = await row(dag);
    expect(drawn.node.querySelector('.couture-DagRow-next')?.textContent).toBe(text);
  });
});
