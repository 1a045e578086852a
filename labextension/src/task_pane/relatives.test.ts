import { describe, expect, it } from 'vitest';
import type { IGrid } from '../api';
import { statesOf } from './relatives';

describe('the states of relatives', () => {
  it('come from the columns of the grid', () => {
    const cells = { task: [1, 1, 0], state: [0, 1, 1], mapped: [3, 2, 0] };
    const grid = { task_ids: ['a', 'b'], states: ['failed', null], runs: [{ cells }] } as unknown as IGrid;
    const states = statesOf(grid);
    expect(states.get('b')).toEqual([
      { state: 'failed', mapped: 3 },
      { state: null, mapped: 2 }
    ]);
    expect(states.get('a')).toEqual([{ state: null, mapped: 0 }]);
  });

  it('are none where the run is gone', () => {
    expect(statesOf({ task_ids: [], states: [], runs: [] } as unknown as IGrid).size).toBe(0);
  });
});
