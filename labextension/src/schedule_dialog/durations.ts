/** Durations as people type them ("90", "5 min", "1h 30m") and as the server wants them: seconds. */
const UNITS: Record<string, number> = {
  '': 1,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86400,
  day: 86400,
  days: 86400
};

/** The seconds that the text means; null when it is empty, NaN when it means nothing. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') {
    return null;
  }
  let rest = trimmed;
  let total = 0;
  while (rest !== '') {
    const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)[\s,]*/.exec(rest);
    const unit = match ? UNITS[match[2]] : undefined;
    if (!match || unit === undefined) {
      return NaN;
    }
    total += Number(match[1]) * unit;
    rest = rest.slice(match[0].length);
  }
  return total;
}

/** The shortest exact text for some seconds, e.g. `1h 30m`. */
export function durationText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) {
    return '';
  }
  const parts: string[] = [];
  let rest = seconds;
  for (const [unit, size] of [
    ['d', 86400],
    ['h', 3600],
    ['m', 60]
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) {
      parts.push(`${count}${unit}`);
      rest -= count * size;
    }
  }
  if (rest > 0 || parts.length === 0) {
    parts.push(`${Number(rest.toFixed(3))}s`);
  }
  return parts.join(' ');
}
