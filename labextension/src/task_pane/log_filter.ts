/** Which lines of a log are shown: by level, a record with all its lines; with or without its time. */
import type { ILogLine, LogLevel } from './log_lines';

export const LEAST_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
export type LeastLevel = (typeof LEAST_LEVELS)[number];

/** `[2026-03-01 09:00:00,123] ` at the beginning of a record. */
const TIME = /^\[\d{4}-\d\d-\d\d[ T][\d:.,]+(?:Z|[+-][\d:]+)?\]\s?/;

/** What a task printed without a level counts as information. */
function rankOf(level: LogLevel): number {
  return LEAST_LEVELS.indexOf(level ?? 'info');
}

/** The lines of at least this level. */
export function ofLevel(lines: readonly ILogLine[], least: LeastLevel): readonly ILogLine[] {
  const rank = LEAST_LEVELS.indexOf(least);
  return rank === 0 ? lines : lines.filter(line => rankOf(line.level) >= rank);
}

export function withoutTime(text: string): string {
  return text.replace(TIME, '');
}

/** The line that begins at this byte of the log; none when it is not loaded. Where bytes were no text the count may be
 * off: then the nearest one that holds `text`. */
export function placeOf(lines: readonly ILogLine[], at: number, text: string): number | undefined {
  const exact = lines.findIndex(line => line.at === at);
  if (exact >= 0) {
    return exact;
  }
  if (lines.length === 0 || at < lines[0].at || at > lines[lines.length - 1].at) {
    return undefined;
  }
  const wanted = text.toLowerCase();
  let nearest: number | undefined;
  lines.forEach((line, place) => {
    const isNearer = nearest === undefined || Math.abs(line.at - at) < Math.abs(lines[nearest].at - at);
    if (isNearer && line.text.toLowerCase().includes(wanted)) {
      nearest = place;
    }
  });
  return nearest;
}
