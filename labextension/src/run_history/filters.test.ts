import { describe, expect, it } from 'vitest';
import { ALL_RUNS, argsOf, changed, filtersOf, isNarrowed, queryOf } from './filters';

describe('the filters of the run history', () => {
  it('come from arguments and lead back to them', () => {
    const args = { dagId: 'daily', states: ['failed'], span: 'day', offset: 50 };
    expect(argsOf(filtersOf(args))).toEqual(args);
    expect(argsOf(ALL_RUNS)).toEqual({});
  });

  it('take one state or several as text', () => {
    expect(filtersOf({ state: 'failed' }).states).toEqual(['failed']);
    expect(filtersOf({ state: 'running,queued' }).states).toEqual(['queued', 'running']);
    expect(filtersOf({ state: 'odd', span: 'odd', runType: 'odd', offset: -1 })).toEqual(ALL_RUNS);
  });

  it('become a query with bounds of time', () => {
    const now = new Date('2026-03-02T12:00:00Z');
    expect(queryOf(filtersOf({ span: 'day', state: 'failed' }), now)).toMatchObject({
      state: ['failed'],
      start_date_gte: '2026-03-01T12:00:00.000Z',
      order_by: '-start_date',
      limit: 50,
      offset: 0
    });
  });

  it('start at the first page again when they change', () => {
    const third = filtersOf({ offset: 100 });
    expect(changed(third, { user: 'eve' })).toMatchObject({ offset: 0, user: 'eve' });
    expect(changed(third, { offset: 150 }).offset).toBe(150);
  });

  it('know whether they narrow the list down', () => {
    expect(isNarrowed(filtersOf({ offset: 50, orderBy: 'dag_id' }))).toBe(false);
    expect(isNarrowed(filtersOf({ user: 'eve' }))).toBe(true);
  });
});
