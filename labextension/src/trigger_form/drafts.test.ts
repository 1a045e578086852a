import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { confOf, draftOf, draftsOf, extraOf, valueOf } from './drafts';
import { paramsOf } from './params';

const trans = nullTranslator.load('couture_jupyter');

function param(schema: object, value?: unknown): ReturnType<typeof paramsOf>[number] {
  return paramsOf({ p: { schema, description: null, ...(value !== undefined && { value }) } })[0];
}

function read(schema: object, text: string, isNull = false): unknown {
  return valueOf(param(schema), { text, isNull }, trans);
}

describe('the params of a DAG', () => {
  it('have the input that fits their schema', () => {
    const kinds = {
      integer: { type: 'integer' },
      choice: { enum: ['a', 1, null] },
      choices: { type: 'array', items: { enum: ['a', 'b'] } },
      lines: { type: 'array' },
      date: { type: 'string', format: 'date' },
      multiline: { type: ['string', 'null'], format: 'multiline' },
      constant: { const: 7 },
      json: { type: 'object' }
    };
    for (const [kind, schema] of Object.entries(kinds)) {
      expect(param(schema).kind).toBe(kind);
    }
    expect(param({ type: ['string', 'integer'] }).kind).toBe('json');
    expect(param({ type: ['string', 'null'] }).isNullable).toBe(true);
  });

  it('follow their default where there is no schema', () => {
    const [text, whole, flag, list, table, plain] = paramsOf({
      text: { schema: {}, value: 'FI' },
      whole: { schema: {}, value: 3 },
      flag: { schema: {}, value: true },
      list: { schema: {}, value: [1, 2] },
      table: { schema: {}, value: { a: 1 } },
      plain: 'bare'
    });
    expect([text, whole, flag, list, table, plain].map(each => each.kind)).toEqual([
      'text',
      'number',
      'boolean',
      'json',
      'json',
      'text'
    ]);
    expect(plain.fallback).toBe('bare');
  });
});

describe('a draft', () => {
  it('becomes a value of the right type', () => {
    expect(read({ type: 'integer' }, ' 42 ')).toEqual({ value: 42 });
    expect(read({ type: 'boolean' }, 'true')).toEqual({ value: true });
    expect(read({ enum: ['a', 1] }, '1')).toEqual({ value: 1 });
    expect(read({ type: 'array' }, 'x\n\ny')).toEqual({ value: ['x', 'y'] });
    expect(read({ type: 'object' }, '{"a": [1]}')).toEqual({ value: { a: [1] } });
    expect(read({ type: ['string', 'null'] }, 'kept', true)).toEqual({ value: null });
    expect(read({ const: 7 }, 'other')).toEqual({ value: 7 });
  });

  it('tells what is wrong at its place', () => {
    for (const [schema, text] of [
      [{ type: 'integer' }, '1.5'],
      [{ type: 'integer' }, ''],
      [{ type: 'integer', minimum: 3 }, '2'],
      [{ type: 'number', maximum: 3 }, '3.1'],
      [{ type: 'integer' }, '99999999999999999999'],
      [{ type: 'string', minLength: 2 }, 'a'],
      [{ type: 'string', maxLength: 2 }, 'abc'],
      [{ type: 'string', pattern: '^[A-Z]{2}$' }, 'fi'],
      [{ type: 'string', format: 'date' }, ''],
      [{ type: 'string', format: 'date-time' }, 'tomorrow'],
      [{ enum: ['a'] }, ''],
      [{ type: 'object' }, '{']
    ] as const) {
      expect(read(schema, text)).toHaveProperty('problem');
    }
    expect(read({ type: 'string', pattern: '(?P<python>x)' }, 'y')).toEqual({ value: 'y' });
  });

  it('comes back from its value', () => {
    for (const [schema, value] of [
      [{ type: 'integer' }, 42],
      [{ enum: ['a', 1, null] }, 1],
      [{ type: 'array', items: { enum: ['a', 'b', 'c'] } }, ['c', 'a']],
      [{ type: 'array' }, ['one', 'two']],
      [{ type: 'object' }, { a: { b: 1 } }],
      [{ type: ['string', 'null'] }, null],
      [{ type: 'string', format: 'date-time' }, '2026-03-01T09:00:00+00:00']
    ] as const) {
      const it = param(schema, value);
      expect(valueOf(it, draftOf(it, value), trans)).toEqual({ value });
    }
  });
});

describe('a configuration', () => {
  const params = paramsOf({ n: { schema: { type: 'integer' } }, c: { schema: {}, value: 'FI' } });

  it('has the defaults of what is not given, and keeps what is of no param', () => {
    const conf = { n: 3, more: [1] };
    const found = confOf(params, draftsOf(params, conf), extraOf(params, conf), trans);
    expect(found).toEqual({ conf: { n: 3, c: 'FI', more: [1] }, problems: {} });
  });

  it('names what is missing', () => {
    expect(Object.keys(confOf(params, draftsOf(params, {}), {}, trans).problems)).toEqual(['n']);
  });
});
