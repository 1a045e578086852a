/** The parameters of a notebook as rows of the form: one text per parameter, checked against its type. */
/** The types a parameter can have, by their Python names. */
export const PARAMETER_TYPES = ['str', 'int', 'float', 'bool', 'list', 'dict', 'None'] as const;

export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** One row. `fallback` is the text of the notebook's own default; null for a row that a person added. */
export interface IParameterRow {
  id: number;
  name: string;
  type: ParameterType;
  text: string;
  fallback: string | null;
  /** The type of the notebook's own default. */
  fallbackType: ParameterType;
  /** The default's source when it has no text: code (e.g. `date.today()`), or None. */
  source: string;
  help: string;
}

/** What the server found in the notebook's parameters cell: the source of the default, and its value if that is plain. */
export interface IInspectedParameter {
  name: string;
  type: string;
  default: string;
  value: unknown;
  help: string;
}

export type ParseProblem = 'whole' | 'number' | 'bool' | 'list' | 'dict' | 'large';

export type Parsed = { ok: true; value: unknown } | { ok: false; problem: ParseProblem };

let lastId = 0;

/** A fresh row, empty unless told otherwise. */
export function newRow(values: Partial<IParameterRow> = {}): IParameterRow {
  lastId += 1;
  return {
    id: lastId,
    name: '',
    type: 'str',
    text: '',
    fallback: null,
    fallbackType: 'str',
    source: '',
    help: '',
    ...values
  };
}

/** The parameter type that fits a JSON value. */
export function typeOf(value: unknown): ParameterType {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return 'bool';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'int' : 'float';
  }
  if (typeof value === 'string') {
    return 'str';
  }
  return Array.isArray(value) ? 'list' : 'dict';
}

/** The value as a person would type it. */
export function textOf(value: unknown, type: ParameterType): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'string') {
    return value;
  }
  const text = JSON.stringify(value);
  return type === 'float' && Number.isInteger(value) ? `${text}.0` : text;
}

/** Our type for a Python type name such as `List[str]` or `Optional[int]`; null when it says nothing. */
export function typeNamed(name: string | null | undefined): ParameterType | null {
  const plain = (name ?? '').replace(/^(?:typing\.)?Optional\[(.*)\]$/, '$1').replace(/\s*\|\s*None$/, '');
  const base = plain.split('[')[0].replace('typing.', '').trim().toLowerCase();
  const aliases: Record<string, ParameterType> = {
    str: 'str',
    string: 'str',
    int: 'int',
    integer: 'int',
    float: 'float',
    number: 'float',
    bool: 'bool',
    boolean: 'bool',
    list: 'list',
    tuple: 'list',
    array: 'list',
    dict: 'dict',
    object: 'dict'
  };
  return aliases[base] ?? null;
}

/** The value that a text means for a type. */
export function parse(type: ParameterType, text: string): Parsed {
  const trimmed = text.trim();
  switch (type) {
    case 'str':
      return { ok: true, value: text };
    case 'None':
      return { ok: true, value: null };
    case 'int':
      return parseInteger(trimmed);
    case 'float':
      return parseFloatText(trimmed);
    case 'bool':
      return parseBool(trimmed);
    default:
      return parseJson(type, trimmed);
  }
}

function parseInteger(text: string): Parsed {
  const digits = text.replace(/(\d)_(?=\d)/g, '$1');
  if (!/^[+-]?\d+$/.test(digits)) {
    return { ok: false, problem: 'whole' };
  }
  const value = Number(digits);
  return Number.isSafeInteger(value) ? { ok: true, value } : { ok: false, problem: 'large' };
}

function parseFloatText(text: string): Parsed {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) || /^[+-]?0[xob]/i.test(text)
    ? { ok: false, problem: 'number' }
    : { ok: true, value };
}

function parseBool(text: string): Parsed {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    return { ok: true, value: lower === 'true' };
  }
  return { ok: false, problem: 'bool' };
}

function parseJson(type: 'list' | 'dict', text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return typeOf(value) === type ? { ok: true, value } : { ok: false, problem: type };
  } catch {
    return { ok: false, problem: type };
  }
}

/** Whether the row keeps the notebook's own default; such a parameter is not sent. */
export function isUnchanged(row: IParameterRow): boolean {
  return row.text === row.fallback && row.type === row.fallbackType;
}

/** The rows for a notebook; `given` are values chosen before (an existing schedule, a run that is repeated). */
export function rowsFor(
  inspected: readonly IInspectedParameter[],
  given: Readonly<Record<string, unknown>> = {}
): IParameterRow[] {
  const rows = inspected.map(parameter => inspectedRow(parameter, given));
  const known = new Set(inspected.map(parameter => parameter.name));
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) {
      const type = typeOf(value);
      rows.push(newRow({ name, type, text: textOf(value, type) }));
    }
  }
  return rows;
}

function inspectedRow(parameter: IInspectedParameter, given: Readonly<Record<string, unknown>>): IParameterRow {
  const { name, value } = parameter;
  const isPlain = value !== null && value !== undefined;
  const computed = !isPlain && parameter.default.trim() !== 'None';
  const type = typeNamed(parameter.type) ?? (computed ? 'str' : typeOf(value));
  const fallback = computed ? '' : textOf(value, type);
  const source = isPlain ? '' : parameter.default.trim();
  const row = newRow({ name, type, text: fallback, fallback, fallbackType: type, source, help: parameter.help });
  return name in given ? withValue(row, given[name]) : row;
}

/** The row with a value instead of its text; the type follows when the value does not fit it. */
export function withValue(row: IParameterRow, value: unknown): IParameterRow {
  const fits = typeOf(value) === row.type || (row.type === 'float' && typeof value === 'number');
  const type = fits ? row.type : typeOf(value);
  return { ...row, type, text: textOf(value, type) };
}

/** Keep what a person typed when the notebook is read again. */
export function mergeRows(fresh: readonly IParameterRow[], before: readonly IParameterRow[]): IParameterRow[] {
  const touched = before.filter(row => !isUnchanged(row) && row.name !== '');
  const merged = fresh.map(row => {
    const old = touched.find(each => each.name === row.name);
    return old ? { ...row, type: old.type, text: old.text } : row;
  });
  const names = new Set(fresh.map(row => row.name));
  return [...merged, ...touched.filter(row => row.fallback === null && !names.has(row.name))];
}

/**
 * The values to send: what differs from the notebook's defaults, and what is named in `always`. Rows must have been
 * checked before.
 */
export function valuesOf(rows: readonly IParameterRow[], always: readonly string[] = []): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const row of rows) {
    const parsed = parse(row.type, row.text);
    const isWanted = !isUnchanged(row) || always.includes(row.name);
    if (isWanted && parsed.ok && row.name !== '') {
      values[row.name] = parsed.value;
    }
  }
  return values;
}

/** Whether a name can be a variable of the notebook. */
export function isName(name: string): boolean {
  return /^[A-Za-z_\p{L}][\w\p{L}\p{N}]*$/u.test(name);
}
