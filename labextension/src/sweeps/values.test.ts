import { describe, expect, it } from 'vitest';
import { cellText, compareCells, countRuns, sumText, valuesIn } from './values';

describe('the values of a sweep', () => {
  it('are separated by commas, or a JSON list', () => {
    expect(valuesIn('1, 2.5, x, True, None')).toEqual([1, 2.5, 'x', true, null]);
    expect(valuesIn('["a,b", [1]]')).toEqual(['a,b', [1]]);
    expect(valuesIn('[1, 2')).toBeNull();
    expect(valuesIn(' ')).toEqual([]);
  });

  it('make a run for each combination, or one for each row', () => {
    const rows = [
      { id: 1, name: 'a', text: '1,2,3' },
      { id: 2, name: 'b', text: 'x,y,z' },
      { id: 3, name: '', text: '' }
    ];
    expect(countRuns(rows, 'product')).toBe(9);
    expect(countRuns(rows, 'zip')).toBe(3);
    expect(countRuns([], 'product')).toBe(0);
    expect([sumText(rows, 'product'), sumText(rows, 'zip'), sumText([], 'product')]).toEqual(['3 × 3', '', '']);
  });

  it('are ordered by size, and what is missing comes last', () => {
    expect([10, null, 9, 'x'].sort(compareCells)).toEqual([9, 10, 'x', null]);
    expect(cellText({ a: 1 })).toBe('{"a":1}');
  });
});
