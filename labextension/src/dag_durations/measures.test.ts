import { describe, expect, it } from 'vitest';
import type { ICell, IShownRun } from '../state/grid_cells';
import { seriesOf, ticksTo } from './measures';
import { isOutlier, medianOf, usualOf } from './outliers';

const ZERO = '2026-03-01T12:00:00Z';
const zero = Date.parse(ZERO);
const at = (seconds: number): string => new Date(zero + seconds * 1000).toISOString();

function shown(name: string, start: number | null, end: number | null, cell?: Partial<ICell>): IShownRun {
  const cells = new Map<string, ICell>();
  if (cell) {
    const counts = new Map([['success', 1]] as const);
    cells.set('load', { state: 'success', counts, mapped: 0, tryNumber: 1, queued: null, start: null, end: null, ...cell });
  }
  const run = {
    ...{ dag_run_id: name, state: 'success', run_after: ZERO },
    ...{ start_date: start === null ? null : at(start), end_date: end === null ? null : at(end) }
  } as IShownRun['run'];
  return { run, due: zero, cells };
}

describe('what stands out', () => {
  it('is far from the median by the median absolute deviation', () => {
    const usual = usualOf([10, 11, 9, 10, 12, 60]);
    expect(usual?.median).toBe(10.5);
    expect([9, 12, 60, 0].map(value => isOutlier(value, usual))).toEqual([false, false, true, true]);
  });

  it('is not what differs by less than any two runs may', () => {
    const usual = usualOf([1, 1, 1, 1, 1.3]);
    expect(isOutlier(1.3, usual)).toBe(false);
    expect(isOutlier(1.5, usual)).toBe(true);
  });

  it('is not known of few values', () => {
    expect(usualOf([1, 1, 1, 99])).toBeNull();
    expect(isOutlier(99, null)).toBe(false);
  });

  it('has a median that is between the middle ones', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });
});

describe('a series', () => {
  const runs = [
    shown('one', 1, 11, { start: zero + 2000, end: zero + 5000 }),
    shown('running', 1, null, { start: zero + 1000 }),
    shown('two', 2, 6)
  ];

  it('has what has ended, at the place of its run', () => {
    const values = (task: string | null, measure: 'duration' | 'landing') =>
      seriesOf(runs, task, measure).points.map(point => [point.place, point.seconds]);
    expect(values(null, 'duration')).toEqual([
      [0, 10],
      [2, 4]
    ]);
    expect(values(null, 'landing')).toEqual([
      [0, 11],
      [2, 6]
    ]);
    expect(values('load', 'duration')).toEqual([[0, 3]]);
    expect(values('load', 'landing')).toEqual([[0, 5]]);
    expect(values('nothing', 'landing')).toEqual([]);
  });

  it('marks what stands out', () => {
    const many = Array.from({ length: 8 }, (_, index) => shown(`run ${index}`, 0, index === 5 ? 90 : 10));
    expect(seriesOf(many, null, 'duration').points.map(point => point.isOutlier).indexOf(true)).toBe(5);
  });
});

describe('the axis of values', () => {
  it('begins at nothing, has round steps and goes beyond the greatest', () => {
    for (const most of [0.05, 0.9, 7, 61, 5000, 1e6]) {
      const ticks = ticksTo(most);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
    expect(ticksTo(7)).toEqual([0, 2, 4, 6, 8]);
  });
});
