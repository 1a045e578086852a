/** The values of a sweep as a person types them: one text a parameter, values separated by commas, or a JSON list. */
import { displayIn } from './displays';

export interface ISweepRow {
  id: number;
  name: string;
  text: string;
}

/** The values in a text; null when it is meant as a JSON list and is none. */
export function valuesIn(text: string): unknown[] | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) {
    try {
      const found: unknown = JSON.parse(trimmed);
      return Array.isArray(found) ? found : null;
    } catch {
      return null;
    }
  }
  return trimmed === '' ? [] : trimmed.split(',').map(each => valueIn(each.trim()));
}

/** A number, true, false or null where the text is one of these; else the text. */
function valueIn(text: string): unknown {
  const words: Record<string, unknown> = { True: true, False: false, None: null };
  if (text in words) {
    return words[text];
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Rows for these values, one each; an empty row when there are none. */
export function rowsFrom(values: Readonly<Record<string, unknown>>): ISweepRow[] {
  const rows = Object.entries(values).map(([name, value], id) => ({ id, name, text: textFor(value) }));
  return rows.length ? rows : [{ id: 0, name: '', text: '' }];
}

/** A text that means this one value. */
function textFor(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const whole = JSON.stringify([value]);
  return JSON.stringify(valuesIn(text)) === whole ? text : whole;
}

/** Where the server tells what is wrong with a row. */
export function pathOfRow(row: ISweepRow): string {
  return `parameters.${row.name.trim()}`;
}

/** How many runs these rows make. */
export function countRuns(rows: readonly ISweepRow[], combine: 'product' | 'zip'): number {
  const lengths = lengthsOf(rows);
  if (!lengths.length) {
    return 0;
  }
  return combine === 'zip' ? Math.max(...lengths) : lengths.reduce((product, length) => product * length, 1);
}

/** How the number of runs comes about: `3 × 2`; empty when that is plain. */
export function sumText(rows: readonly ISweepRow[], combine: 'product' | 'zip'): string {
  const lengths = lengthsOf(rows);
  return combine === 'product' && lengths.length > 1 ? lengths.join(' × ') : '';
}

function lengthsOf(rows: readonly ISweepRow[]): number[] {
  return rows.filter(row => row.name.trim() !== '').map(row => valuesIn(row.text)?.length ?? 0);
}

/** Compares two cells of the table: numbers by size, everything else as text; what is not there comes last. */
export function compareCells(a: unknown, b: unknown): number {
  const isMissing = (value: unknown): boolean => value === null || value === undefined;
  if (isMissing(a) || isMissing(b)) {
    return Number(isMissing(a)) - Number(isMissing(b));
  }
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  return cellText(a).localeCompare(cellText(b), undefined, { numeric: true });
}

/** A value as the table shows it. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : (displayIn(value)?.text ?? JSON.stringify(value));
}
