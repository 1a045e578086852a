/** Moments in a time zone: the text of a date field (`2026-03-01T09:00`) and the instant that it means there. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = FORMATS.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit'
    });
    FORMATS.set(zone, known);
  }
  return known;
}

function wallClock(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const part of format(zone).formatToParts(instant)) {
    parts[part.type] = Number(part.value);
  }
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** Whether the browser knows the zone. */
export function isZone(zone: string): boolean {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

/** The zone that the browser stands in. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** The instant (ISO, UTC) of a wall clock time in a zone; null for an empty or unreadable text.
 *
 * A time that the clocks jump over means the moment after the jump; of a time that happens twice, the first. */
export function toInstant(text: string, zone: string): string | null {
  const wall = Date.parse(`${text}Z`);
  if (text === '' || Number.isNaN(wall) || !isZone(zone)) {
    return null;
  }
  const day = 86400000;
  const candidates = [wall - day, wall + day].map(near => wall - (wallClock(near, zone) - near));
  const exact = candidates.filter(instant => wallClock(instant, zone) === wall);
  const instant = exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
  return new Date(instant).toISOString();
}

/** The text of a date field for an instant in a zone. */
export function toWallClock(iso: string | null | undefined, zone: string): string {
  const instant = iso ? Date.parse(iso) : NaN;
  if (Number.isNaN(instant) || !isZone(zone)) {
    return '';
  }
  return new Date(wallClock(instant, zone)).toISOString().slice(0, 16);
}
