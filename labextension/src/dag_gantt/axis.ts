/** The time axis of a Gantt chart: ticks at round times of the person's clock. */
import { displayLocale } from '../ui';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR),
  ...[1, 2, 7, 14].map(count => count * DAY)
];

export interface ITick {
  readonly at: number;
  readonly label: string;
}

/** Ticks from `from` to `to`, at most `most` of them; `offset` is how far the person's clock is ahead of UTC. */
export function ticksOf(from: number, to: number, most: number, offset = clockOffset(from), locale = displayLocale()): ITick[] {
  const step = STEPS.find(each => (to - from) / each <= most) ?? Math.ceil((to - from) / most / DAY) * DAY;
  const format = new Intl.DateTimeFormat(locale, formatOf(step));
  const ticks: ITick[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    ticks.push({ at, label: format.format(at) });
  }
  return ticks;
}

function formatOf(step: number): Intl.DateTimeFormatOptions {
  if (step >= DAY) {
    return { month: 'short', day: 'numeric' };
  }
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  if (step >= MINUTE) {
    return clock;
  }
  return step >= SECOND ? { ...clock, second: '2-digit' } : { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 2 };
}

function clockOffset(at: number): number {
  return -new Date(at).getTimezoneOffset() * MINUTE;
}
