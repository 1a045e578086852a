import { describe, expect, it } from 'vitest';
import type { ITaskInstance } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { TaskState } from './TaskState';

const TASK = { dag_id: 'a', dag_run_id: 'r', task_id: 't', map_index: -1, state: 'up_for_retry' } as ITaskInstance;
const PATH = 'GET dags/a/dagRuns/r/taskInstances/t/state-store';
const MOMENT = '2026-03-04T12:00:00Z';

describe('the state of a task', () => {
  it('is listed by key, with when it expires', async () => {
    const kept = [
      { key: 'job', value: { id: 7 }, updated_at: MOMENT, expires_at: null },
      { key: 'long', value: 'x'.repeat(1000), updated_at: MOMENT, expires_at: MOMENT }
    ];
    const { node } = await draw(
      <TaskState task={TASK} />,
      testCouture({ [PATH]: { task_state_store: kept, total_entries: 2 } })
    );
    expect(node.querySelector('summary')?.textContent).toBe('State (2)');
    const rows = [...node.querySelectorAll('tbody tr')].map(row => row.textContent);
    expect(rows[0]).toContain('job{"id":7}');
    expect(rows[0]).toContain('with the run');
    expect(rows[1]).toContain('x…');
    expect(node.querySelectorAll('time')).toHaveLength(3);
  });

  it('is nothing where the task keeps nothing', async () => {
    const { node } = await draw(
      <TaskState task={TASK} />,
      testCouture({ [PATH]: { task_state_store: [], total_entries: 0 } })
    );
    expect(node.textContent).toBe('');
  });
});
