import { describe, expect, it, vi } from 'vitest';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { draw, type IDrawn } from '../testing/render';
import { RunTable } from './RunTable';

const RUN = {
  dag_id: 'daily',
  dag_run_id: 'manual__1',
  state: 'success',
  run_type: 'manual',
  start_date: null,
  end_date: null,
  task_counts: {},
  notebook_task_id: null
} as unknown as IDagRun;

async function table(runs: IDagRun[], execute: (args: unknown) => void): Promise<IDrawn> {
  const couture = testCouture();
  couture.commands.addCommand(CommandIDs.openLive, { label: 'Open Live', execute });
  return draw(<RunTable runs={runs} />, couture);
}

describe('a table of runs', () => {
  it('leads to the notebooks of the runs that have one', async () => {
    const execute = vi.fn();
    const drawn = await table([RUN, { ...RUN, dag_run_id: 'manual__2', notebook_task_id: 'report' }], execute);
    const buttons = drawn.node.querySelectorAll<HTMLElement>('[aria-label="Open Live"]');
    expect(buttons).toHaveLength(1);
    await drawn.act(() => buttons[0].click());
    expect(execute).toHaveBeenCalledWith({ dagId: 'daily', runId: 'manual__2', taskId: 'report' });
  });

  it('has no column for them when no run has one', async () => {
    const drawn = await table([RUN], vi.fn());
    const headings = [...drawn.node.querySelectorAll('th')].map(heading => heading.textContent);
    expect(headings).toEqual(['State', 'Run', 'Started', 'Duration', 'Started by', 'Tasks']);
  });
});
