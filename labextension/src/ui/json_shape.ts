/** What JSON looks like to people: tags of Python's values resolved, tables recognised. */

const TAG = '__couture__';

/** The value without our tags of what JSON has not: dates, tuples, sets, dicts with keys that are no text. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(readable);
  }
  if (!isObject(value)) {
    return value;
  }
  if (TAG in value && 'value' in value) {
    return untagged(String(value[TAG]), value.value);
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}

function untagged(kind: string, value: unknown): unknown {
  if (kind === 'dict' && Array.isArray(value)) {
    return Object.fromEntries((value as [unknown, unknown][]).map(([key, each]) => [keyText(key), readable(each)]));
  }
  if (kind === 'timedelta' && Array.isArray(value)) {
    const [days, seconds, microseconds] = value as number[];
    return `${days * 86400 + seconds + microseconds / 1e6} s`;
  }
  return readable(value);
}

function keyText(key: unknown): string {
  const plain = readable(key);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface IJsonTable {
  columns: readonly string[];
  rows: readonly Record<string, unknown>[];
}

/** Columns more than this are no table that a person reads. */
const MOST_COLUMNS = 40;

/** A list of objects as a table, its columns in the order in which they come; null for anything else. */
export function tableOf(value: unknown): IJsonTable | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) {
    return null;
  }
  const columns = new Set<string>();
  value.forEach(row => Object.keys(row).forEach(key => columns.add(key)));
  return columns.size > 0 && columns.size <= MOST_COLUMNS ? { columns: [...columns], rows: value } : null;
}

/** What stands in a table's cell or after a folded node: short, on one line. */
export function shortText(value: unknown, longest = 120): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
