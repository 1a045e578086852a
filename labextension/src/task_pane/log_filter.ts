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

/** The places at which an error begins. */
export function errorStarts(lines: readonly ILogLine[]): number[] {
  return lines.flatMap(({ level }, place) => (level === 'error' && lines[place - 1]?.level !== 'error' ? [place] : []));
}
