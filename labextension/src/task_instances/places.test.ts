import { describe, expect, it } from 'vitest';
import { byRun } from './places';

describe('task instances that are cleared', () => {
  it('are grouped by their runs', () => {
    const place = (dag_id: string, dag_run_id: string, task_id: string, map_index = -1) => ({
      ...{ dag_id, dag_run_id, task_id, map_index }
    });
    const [a, b, c] = [place('x', 'r1', 'a'), place('x', 'r2', 'a'), place('x', 'r1', 'b', 3)];
    expect(byRun([a, b, c])).toEqual([[a, c], [b]]);
    expect(byRun([])).toEqual([]);
  });
});
