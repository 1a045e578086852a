import { describe, expect, it } from 'vitest';
import { argsOf, changed, NOTHING, selectionOf } from './selection';

describe('the selection of a DAG page', () => {
  const chosen = { runId: 'r+1', taskId: 'load', mapIndex: 2, around: null };

  it('keeps the task when another run is chosen', () => {
    expect(changed(chosen, { runId: 'r+2' })).toEqual({ ...chosen, runId: 'r+2' });
  });

  it('forgets the map index when another task is chosen', () => {
    expect(changed(chosen, { taskId: 'tidy' })).toEqual({ ...chosen, taskId: 'tidy', mapIndex: null });
    expect(changed(chosen, { taskId: 'tidy', mapIndex: 0 })).toEqual({ ...chosen, taskId: 'tidy', mapIndex: 0 });
  });

  it('goes into the arguments of the command and comes back', () => {
    expect(selectionOf(argsOf(chosen))).toEqual(chosen);
    expect(argsOf(NOTHING)).toEqual({});
    const narrowed = { ...chosen, around: { taskId: 'tidy', way: 'both' as const } };
    expect(selectionOf(argsOf(narrowed))).toEqual(narrowed);
    expect(selectionOf({ filterTask: 'tidy', filterWay: 'sideways' })).toEqual(NOTHING);
    expect(selectionOf({ runId: 7, mapIndex: 'x' })).toEqual(NOTHING);
  });
});
