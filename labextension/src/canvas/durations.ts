/** Durations as a person types them: `90s`, `5m`, `1h 30m`, `2d`; a bare number means seconds. */
const SIZES: Readonly<Record<string, number>> = { w: 604800, d: 86400, h: 3600, m: 60, s: 1 };

/** In seconds; null: it is none. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    return Number(trimmed);
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([wdhms])/g)];
  const isWhole = parts.length > 0 && trimmed.replace(/(\d+(?:\.\d+)?)\s*([wdhms])/g, '').trim() === '';
  return isWhole ? parts.reduce((sum, [, number, unit]) => sum + Number(number) * SIZES[unit], 0) : null;
}

/** The other way round. */
export function writeDuration(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const unit of ['d', 'h', 'm']) {
    const count = Math.floor(rest / SIZES[unit]);
    if (count > 0) {
      parts.push(`${count}${unit}`);
      rest -= count * SIZES[unit];
    }
  }
  return [...parts, ...(rest > 0 || parts.length === 0 ? [`${rest}s`] : [])].join(' ');
}
