import { describe, expect, it } from 'vitest';
import type { ITimeline, ITimelineTry } from '../api';
import { ticksOf } from './axis';
import { ganttRows } from './bars';
import { criticalTasks } from './course';
import { criticalPath } from './critical_path';
import { stretchOf } from './stretch';

const ZERO = '2026-03-01T12:00:00Z';
const zero = Date.parse(ZERO);
const at = (seconds: number): string => new Date(zero + seconds * 1000).toISOString();

function tried(task: string, start: number | null, end: number | null, more: Partial<ITimelineTry> = {}): ITimelineTry {
  return {
    ...{ task_id: task, map_index: -1, label: null, try_number: 1, state: end === null ? 'running' : 'success' },
    ...{ queued_at: start === null ? null : at(start - 1), start_date: start === null ? null : at(start) },
    ...{ end_date: end === null ? null : at(end) },
    ...more
  };
}

function timeline(tries: ITimelineTry[]): ITimeline {
  const task = (id: string, group: string | null, ...upstream: string[]): ITimeline['tasks'][number] => ({
    ...{ task_id: id, label: id, task_group: group, upstream }
  });
  return {
    ...{ dag_id: 'sales', dag_run_id: 'one', state: 'success', run_after: ZERO, queued_at: ZERO, start_date: ZERO },
    ...{ end_date: null, version_number: 1 },
    tasks: [task('start', null), task('in.a', 'in', 'start'), task('end', null, 'in.a', 'in.b'), task('in.b', 'in', 'start')],
    task_groups: [{ group_id: 'in', label: 'in', parent: null }],
    tries,
    many: []
  };
}

describe('the critical path', () => {
  const spans = (ends: Record<string, number>) => new Map(Object.entries(ends).map(([task, end]) => [task, { end }]));
  const upstream = new Map([
    ['b', ['a']],
    ['c', ['a']],
    ['d', ['b', 'c']],
    ['e', ['skipped']],
    ['skipped', ['d']]
  ]);

  it('goes from the last end always to what ended last before it', () => {
    expect(criticalPath(spans({ a: 1, b: 5, c: 3, d: 7 }), upstream)).toEqual(['a', 'b', 'd']);
    expect(criticalPath(spans({ a: 1, b: 2, c: 3, d: 7 }), upstream)).toEqual(['a', 'c', 'd']);
  });

  it('passes through what never ran, and ends where nothing ran before', () => {
    expect(criticalPath(spans({ a: 1, b: 2, c: 3, d: 7, e: 9 }), upstream)).toEqual(['a', 'c', 'd', 'e']);
    expect(criticalPath(spans({ c: 3, d: 2 }), upstream)).toEqual(['c']);
    expect(criticalPath(new Map(), upstream)).toEqual([]);
  });

  it('counts a running task until now, and what it took over all tries and instances', () => {
    const tries = [
      tried('start', 1, 2, { state: 'failed' }),
      tried('start', 3, 4, { try_number: 2 }),
      tried('in.a', 5, 6),
      tried('in.b', 5, null)
    ];
    expect(criticalTasks(timeline(tries), zero + 9000)).toEqual([
      { taskId: 'start', label: 'start', seconds: 3 },
      { taskId: 'in.b', label: 'in.b', seconds: 4 }
    ]);
  });
});

describe('the rows of a Gantt chart', () => {
  const rows = (tries: ITimelineTry[], folded: string[] = [], unfolded: string[] = []) =>
    ganttRows(timeline(tries), new Set(folded), new Set(unfolded));

  it('keep the tasks of a group together, with a bar from its first moment to its last', () => {
    const found = rows([tried('in.a', 5, 6), tried('in.b', 7, 12)]);
    expect(found.map(row => row.label)).toEqual(['start', 'in', 'a', 'b', 'end']);
    expect(found[1].bars).toEqual([
      { tryNumber: 0, state: 'success', queued: zero + 4000, start: zero + 5000, end: zero + 12000 }
    ]);
    expect(rows([], ['in']).map(row => row.label)).toEqual(['start', 'in', 'end']);
  });

  it('have a bar for each try, and none for what did not run', () => {
    const found = rows([tried('start', 1, 2, { state: 'failed' }), tried('start', 4, null, { try_number: 2 })]);
    expect(found[0].bars.map(bar => [bar.state, bar.end])).toEqual([
      ['failed', zero + 2000],
      ['running', null]
    ]);
    expect(found[0].state).toBe('running');
    expect(found.at(-1)).toMatchObject({ label: 'end', state: null, bars: [] });
  });

  it('have mapped instances below their task where it is unfolded; a group that runs has no end', () => {
    const tries = [tried('in.b', 1, 2, { map_index: 0, label: 'FI' }), tried('in.b', 1, null, { map_index: 1 })];
    expect(rows(tries).map(row => row.isFolded)).toEqual([undefined, false, undefined, true, undefined]);
    const found = rows(tries, [], ['in.b']);
    expect(found.map(row => row.label)).toEqual(['start', 'in', 'a', 'b', 'FI', '[1]', 'end']);
    expect(found[1].bars[0]).toMatchObject({ start: zero + 1000, end: null, state: 'running' });
  });
});

describe('the time axis', () => {
  const hour = 3600000;
  it('has ticks at round times of the clock of the person', () => {
    const ticks = ticksOf(zero, zero + 4 * hour, 5, 2 * hour, 'en-GB');
    expect(ticks.map(tick => tick.at - zero)).toEqual([0, 1, 2, 3, 4].map(each => each * hour));
    const kathmandu = ticksOf(zero, zero + 4 * hour, 5, 5.75 * hour, 'en-GB');
    expect(kathmandu[0].at - zero).toBe(0.25 * hour);
  });

  it('never has more of them than there is room for', () => {
    for (const seconds of [0.2, 7, 400, 90000, 1e7, 1e9]) {
      expect(ticksOf(zero, zero + seconds * 1000, 8, 0, 'en-GB').length).toBeLessThanOrEqual(9);
    }
  });
});

describe('the time that is shown', () => {
  it('begins when the first task was ready, and says how long the run waited before', () => {
    expect(stretchOf(timeline([tried('in.a', 605, 606), tried('start', 601, 602)]), zero + 606000)).toEqual({
      ...{ from: zero + 600000, to: zero + 606000, waited: 600000 }
    });
  });

  it('is from when the run was made until now while no task was ready', () => {
    expect(stretchOf(timeline([]), zero + 9000)).toEqual({ from: zero, to: zero + 9000, waited: 0 });
  });
});
