/** Moments and spans of time as people read them, in the browser's language. */
import { displayLocale } from './locale';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31536000],
  ['month', 2592000],
  ['week', 604800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1]
];

// Formats cost a hundred times as much to make as to use, and lists use them by the hundred.
const RELATIVE = new Map<string, Intl.RelativeTimeFormat>();
const ABSOLUTE = new Map<string, Intl.DateTimeFormat>();
const SHORT = new Map<string, Intl.DateTimeFormat>();

function kept<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}

/** "in 3 hours", "5 minutes ago", "now". */
export function relativeTime(
  iso: string,
  now: number,
  locale = displayLocale(),
  style: 'short' | 'narrow' = 'short'
): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const format = kept(RELATIVE, `${locale} ${style}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style }));
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size || unit === 'second') {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }
  return format.format(0, 'second');
}

/** The moment with its date, seconds and time zone, e.g. for a tooltip. */
export function absoluteTime(iso: string, timeZone?: string, locale = displayLocale()): string {
  const make = (): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
      timeZone
    });
  return kept(ABSOLUTE, `${timeZone} ${locale}`, make).format(new Date(iso));
}

/** "21 Nov, 10:00", with the year if it is not that of `now`, in the browser's time zone or another. */
export function shortTime(iso: string, now: number, timeZone?: string, locale = displayLocale()): string {
  const withYear = new Date(iso).getFullYear() !== new Date(now).getFullYear();
  const make = (): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, {
      ...(withYear ? { year: 'numeric' } : {}),
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone
    });
  return kept(SHORT, `${timeZone} ${locale} ${withYear}`, make).format(new Date(iso));
}

/** "0.4 s", "12 s", "3 min 05 s", "2 h 10 min", "1 d 4 h". */
export function durationText(seconds: number): string {
  const whole = Math.floor(seconds);
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  }
  if (whole < 86400) {
    return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
  }
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/** Seconds from `start` to `end`, or to `now` while there is no end. */
export function secondsBetween(start: string, end: string | null, now: number): number {
  return Math.max(0, ((end ? Date.parse(end) : now) - Date.parse(start)) / 1000);
}
