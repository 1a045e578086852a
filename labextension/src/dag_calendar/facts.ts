/** What is known of the days of a calendar, and in words. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICalendar, IPlannedDays } from '../api';
import { type CellState, weightiest } from '../state/grid_cells';
import { displayLocale, stateLabel } from '../ui';

export interface IDayFacts {
  /** How many runs were due, by their state. */
  readonly counts: readonly { state: CellState; count: number }[];
  readonly total: number;
  readonly planned: number;
  /** The state that stands for the day: the worst; null: no run. */
  readonly state: CellState;
}

export function factsOf(calendar: ICalendar, planned: IPlannedDays | undefined): ReadonlyMap<string, IDayFacts> {
  const coming = new Map((planned?.days ?? []).map(each => [each.day, each.count]));
  const facts = new Map<string, IDayFacts>();
  for (const { day, counts } of calendar.days) {
    const total = counts.reduce((sum, each) => sum + each.count, 0);
    facts.set(day, { counts, total, planned: coming.get(day) ?? 0, state: weightiest(counts.map(each => each.state)) });
  }
  coming.forEach((count, day) => {
    if (!facts.has(day)) {
      facts.set(day, { counts: [], total: 0, planned: count, state: null });
    }
  });
  return facts;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** "Sunday 1 March 2026" */
export function dayName(day: string, locale = displayLocale()): string {
  let format = FORMATS.get(locale);
  if (!format) {
    const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
    format = new Intl.DateTimeFormat(locale, options);
    FORMATS.set(locale, format);
  }
  return format.format(Date.parse(day));
}

/** "Success: 3, Failed: 1, planned: 2" */
export function dayText(facts: IDayFacts | undefined, trans: TranslationBundle): string {
  if (!facts) {
    return trans.__('no runs');
  }
  const parts = facts.counts.map(({ state, count }) => trans.__('%1: %2', stateLabel(state, trans), count));
  return [...parts, ...(facts.planned > 0 ? [trans.__('planned: %1', facts.planned)] : [])].join(', ');
}
