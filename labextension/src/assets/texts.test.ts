import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { expressionText } from './expression';
import { extraText, parseExtra } from './extra';

const trans = nullTranslator.load('couture_jupyter');

describe('an expression', () => {
  it('has parentheses where the sense needs them', () => {
    const asset = (name: string): object => ({ asset: { name, uri: name } });
    const both = { all: [asset('a'), asset('b')] };
    expect(expressionText({ any: [both, { alias: { name: 'c' } }] }, trans)).toBe('(a and b) or c');
    expect(expressionText({ all: [{ asset_ref: { uri: 's3://x' } }] }, trans)).toBe('s3://x');
    expect(expressionText(null, trans)).toBe('');
  });
});

describe('extra', () => {
  it('is an object or nothing', () => {
    expect(parseExtra(' ')).toEqual({});
    expect(parseExtra('{"rows": 3}')).toEqual({ rows: 3 });
    expect(parseExtra('[1]')).toBeNull();
    expect(parseExtra('{rows}')).toBeNull();
    expect(extraText({ rows: 3, path: 'x' })).toBe('rows: 3, path: "x"');
  });
});
