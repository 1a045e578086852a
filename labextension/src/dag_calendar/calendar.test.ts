import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { addMonths, movedDay, spanOf, weekdayOf, weeksOf } from './days';
import { dayName, dayText, factsOf } from './facts';

describe('days', () => {
  it('stand in weeks from Monday to Sunday, of a leap year, too', () => {
    expect([weekdayOf('2026-03-02'), weekdayOf('2026-03-01')]).toEqual([0, 6]);
    const weeks = weeksOf('2026-03-01', '2026-03-31');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-03-01']);
    expect(weeks[5]).toEqual(['2026-03-30', '2026-03-31', null, null, null, null, null]);
    const year = weeksOf('2028-01-01', '2028-12-31').flat();
    expect(year.filter(day => day !== null)).toHaveLength(366);
  });

  it('have a month and a year; months of different lengths', () => {
    expect(spanOf('2028-02-10', 'month')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(spanOf('2026-12-31', 'month')).toEqual({ first: '2026-12-01', last: '2026-12-31' });
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2026-01-31', -2)).toBe('2025-11-30');
    expect(addMonths('2026-03-01', 12)).toBe('2027-03-01');
  });

  it('are reached by keys: across a year by weeks, across a month by days', () => {
    expect(movedDay('2026-03-01', 'ArrowRight', 'year')).toBe('2026-03-08');
    expect(movedDay('2026-03-01', 'ArrowDown', 'year')).toBe('2026-03-02');
    expect(movedDay('2026-03-01', 'ArrowRight', 'month')).toBe('2026-03-02');
    expect(movedDay('2026-01-01', 'ArrowUp', 'month')).toBe('2025-12-25');
    expect(movedDay('2026-03-31', 'PageUp', 'year')).toBe('2026-02-28');
    expect(movedDay('2026-03-11', 'End', 'month')).toBe('2026-03-31');
    expect(movedDay('2026-03-11', 'x', 'month')).toBeNull();
  });
});

describe('what is known of a day', () => {
  const trans = nullTranslator.load('couture_jupyter');
  const facts = factsOf(
    {
      ...{ dag_id: 'sales', timezone: 'UTC' },
      days: [
        {
          day: '2026-03-01',
          counts: [
            { state: 'success', count: 3 },
            { state: 'failed', count: 1 }
          ]
        }
      ]
    },
    {
      ...{ dag_id: 'sales', timezone: 'UTC', is_paused: false, known_until: null },
      days: [
        { day: '2026-03-01', count: 2 },
        { day: '2026-03-02', count: 5 }
      ]
    }
  );

  it('is the worst of its states, all counts, and what is planned', () => {
    expect(facts.get('2026-03-01')).toMatchObject({ state: 'failed', total: 4, planned: 2 });
    expect(facts.get('2026-03-02')).toMatchObject({ state: null, total: 0, planned: 5 });
  });

  it('is told in words', () => {
    expect(dayText(facts.get('2026-03-01'), trans)).toBe('Success: 3, Failed: 1, planned: 2');
    expect(dayText(undefined, trans)).toBe('no runs');
    expect(dayName('2026-03-01', 'en-GB')).toMatch(/^Sunday,? 1 March 2026$/);
  });
});
