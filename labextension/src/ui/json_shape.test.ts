import { describe, expect, it } from 'vitest';
import { readable, shortText, tableOf } from './json_shape';

describe('JSON for people', () => {
  it('has no tags of ours', () => {
    const value = {
      at: { __couture__: 'datetime', value: '2026-01-01T00:00:00+00:00' },
      pair: { __couture__: 'tuple', value: [1, { __couture__: 'set', value: ['a'] }] },
      odd: { __couture__: 'dict', value: [[1, 'one'], [{ __couture__: 'tuple', value: [1, 2] }, 'pair']] },
      span: { __couture__: 'timedelta', value: [1, 30, 500000] }
    };
    expect(readable(value)).toEqual({
      at: '2026-01-01T00:00:00+00:00',
      pair: [1, ['a']],
      odd: { '1': 'one', '[1,2]': 'pair' },
      span: '86430.5 s'
    });
  });

  it('is a table when it is a list of objects', () => {
    expect(tableOf([{ a: 1 }, { b: 2, a: 3 }])?.columns).toEqual(['a', 'b']);
    expect(tableOf([])).toBeNull();
    expect(tableOf([1, { a: 1 }])).toBeNull();
    expect(tableOf([{}])).toBeNull();
    expect(tableOf({ a: 1 })).toBeNull();
  });

  it('is short where there is little room', () => {
    expect(shortText('x'.repeat(10), 4)).toBe('xxxx…');
    expect(shortText([1, 2])).toBe('[1,2]');
    expect(shortText(undefined)).toBe('');
  });
});
