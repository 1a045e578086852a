import { describe, expect, it } from 'vitest';
import { isName, mergeRows, newRow, parse, rowsFor, typeNamed, valuesOf } from './values';

const inspected = [
  { name: 'country', type: 'str', default: "'FI'", value: 'FI', help: 'Which country' },
  { name: 'rows', type: 'int', default: '100', value: 100, help: '' },
  { name: 'rate', type: 'float', default: '1.0', value: 1, help: '' },
  { name: 'day', type: '', default: 'date.today()', value: null, help: '' },
  { name: 'limit', type: '', default: 'None', value: null, help: '' }
];

describe('parameters of a notebook', () => {
  it('become rows with their defaults', () => {
    expect(rowsFor(inspected).map(row => [row.name, row.type, row.text])).toEqual([
      ['country', 'str', 'FI'],
      ['rows', 'int', '100'],
      ['rate', 'float', '1.0'],
      ['day', 'str', ''],
      ['limit', 'None', '']
    ]);
    expect(rowsFor(inspected)[3].source).toBe('date.today()');
  });

  it('are sent only when they differ from the default', () => {
    const rows = rowsFor(inspected).map(row => (row.name === 'rows' ? { ...row, text: '7' } : row));
    expect(valuesOf(rows)).toEqual({ rows: 7 });
  });

  it('take the values of a schedule; unknown ones become rows of their own', () => {
    const rows = rowsFor(inspected, { rows: 5, rate: 2, country: null, extra: [1, 2] });
    expect(valuesOf(rows)).toEqual({ rows: 5, rate: 2, country: null, extra: [1, 2] });
    expect(rows.at(-1)).toMatchObject({ name: 'extra', type: 'list', text: '[1,2]', fallback: null });
  });

  it('keep what was typed when the notebook is read again', () => {
    const before = [...rowsFor(inspected), newRow({ name: 'mine', type: 'int', text: '3' })].map(row =>
      row.name === 'rows' ? { ...row, text: '9' } : row
    );
    const merged = mergeRows(rowsFor(inspected.slice(1)), before);
    expect(valuesOf(merged)).toEqual({ rows: 9, mine: 3 });
  });
});

describe('a typed value', () => {
  it.each([
    ['int', ' 42 ', 42],
    ['int', '1_000', 1000],
    ['float', '1e-3', 0.001],
    ['bool', 'true', true],
    ['bool', 'False', false],
    ['str', ' as is ', ' as is '],
    ['list', '[1, "a"]', [1, 'a']],
    ['dict', '{"a": {"b": 1}}', { a: { b: 1 } }],
    ['None', '', null]
  ] as const)('%s %j', (type, text, value) => {
    expect(parse(type, text)).toEqual({ ok: true, value });
  });

  it.each([
    ['int', '1.5', 'whole'],
    ['int', '', 'whole'],
    ['int', '99999999999999999999', 'large'],
    ['float', 'much', 'number'],
    ['float', 'Infinity', 'number'],
    ['float', '', 'number'],
    ['bool', 'yes', 'bool'],
    ['list', '{"a": 1}', 'list'],
    ['dict', '{a: 1}', 'dict']
  ] as const)('%s %j is refused', (type, text, problem) => {
    expect(parse(type, text)).toEqual({ ok: false, problem });
  });
});

it('reads Python type names', () => {
  expect(typeNamed('typing.Optional[int]')).toBe('int');
  expect(typeNamed('List[str]')).toBe('list');
  expect(typeNamed('dict[str, int] | None')).toBe('dict');
  expect(typeNamed('Custom')).toBeNull();
});

it('knows what can be a variable', () => {
  expect(['a', '_b1', 'größe'].every(isName)).toBe(true);
  expect(['', '1a', 'a-b', 'a b'].some(isName)).toBe(false);
});
