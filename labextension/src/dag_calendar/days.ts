/** Days as texts (`2026-03-01`), whatever the time zone: counting them, and where they stand in a calendar. */

const DAY = 86400000;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The same day of another month, or its last one where that is shorter. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

export type Span = 'year' | 'month';

/** The first and the last day of the year or the month that a day is in. */
export function spanOf(day: string, span: Span): { first: string; last: string } {
  const year = day.slice(0, 4);
  if (span === 'year') {
    return { first: `${year}-01-01`, last: `${year}-12-31` };
  }
  const first = `${day.slice(0, 7)}-01`;
  return { first, last: addDays(addMonths(first, 1), -1) };
}

/** The weeks from the one of `first` to that of `last`, each from Monday to Sunday; null for days outside. */
export function weeksOf(first: string, last: string): (string | null)[][] {
  const weeks: (string | null)[][] = [];
  for (let monday = addDays(first, -weekdayOf(first)); monday <= last; monday = addDays(monday, 7)) {
    const days = [0, 1, 2, 3, 4, 5, 6].map(index => addDays(monday, index));
    weeks.push(days.map(day => (day >= first && day <= last ? day : null)));
  }
  return weeks;
}

/** The day that a key leads to; null for other keys. In a year weeks are columns, in a month they are rows. */
export function movedDay(day: string, key: string, span: Span): string | null {
  const [across, down] = span === 'year' ? [7, 1] : [1, 7];
  const { first, last } = spanOf(day, span);
  const keys: Record<string, () => string> = {
    ArrowLeft: () => addDays(day, -across),
    ArrowRight: () => addDays(day, across),
    ArrowUp: () => addDays(day, -down),
    ArrowDown: () => addDays(day, down),
    PageUp: () => addMonths(day, -1),
    PageDown: () => addMonths(day, 1),
    Home: () => first,
    End: () => last
  };
  return keys[key]?.() ?? null;
}
