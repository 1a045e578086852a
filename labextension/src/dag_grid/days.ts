/** The days above the runs: where a new day begins, but never so near to another one that they would touch. */
import { displayLocale } from '../ui';

const APART = 3;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** For each of these moments the label above it; empty for most. */
export function dayLabels(moments: readonly string[], locale = displayLocale()): string[] {
  let format = FORMATS.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' });
    FORMATS.set(locale, format);
  }
  let last = '';
  let place = -APART;
  return moments.map((moment, index) => {
    const day = format.format(new Date(moment));
    if (day === last || index - place < APART) {
      return '';
    }
    last = day;
    place = index;
    return day;
  });
}
