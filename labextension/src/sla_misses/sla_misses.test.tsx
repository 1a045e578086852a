// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { SlaMissesView } from './SlaMissesView';

const MISS = {
  dag_id: 'sales',
  task_id: 'load',
  dag_run_id: 'scheduled__1',
  logical_date: '2026-01-01T00:00:00Z',
  missed_at: '2026-01-02T01:00:00Z',
  notified_at: null,
  description: 'the disk was full'
};

describe('the missed SLAs of a DAG', () => {
  it('are listed with a way to their run and their note', async () => {
    const couture = testCouture({ 'GET slas': { slas: [MISS], total_entries: 1 } });
    const opened: unknown[] = [];
    couture.commands.addCommand('couture:open-run', { execute: args => void opened.push(args) });
    const drawn = await draw(<SlaMissesView dagId="sales" />, couture);
    const [run, note] = drawn.node.querySelectorAll<HTMLButtonElement>('tbody button');
    expect(note.textContent).toBe('the disk was full');
    await drawn.act(() => run.click());
    expect(opened).toEqual([{ dagId: 'sales', runId: 'scheduled__1' }]);
    drawn.remove();
  });

  it('may be none', async () => {
    const drawn = await draw(
      <SlaMissesView dagId="sales" />,
      testCouture({ 'GET slas': { slas: [], total_entries: 0 } })
    );
    expect(drawn.node.textContent).toBe('No task of this DAG has missed its SLA.');
    drawn.remove();
  });
});
