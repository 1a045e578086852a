import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { displayIn } from './displays';
import { FirstValues } from './first_values';
import { valuesOfRun } from './of_run';
import { cellText, compareCells, countRuns, rowsFrom, sumText, valuesIn } from './values';

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

describe('a sweep that begins with the values of a run', () => {
  it.each([[5], [0.1], [true], [null], ['plain'], ['a,b'], ['12'], ['True'], [' x '], [''], [[1, 2]], [{ a: 1 }]])(
    'has %j as the one value of its row',
    value => {
      const [row] = rowsFrom({ it: value });
      expect(valuesIn(row.text)).toEqual([value]);
    }
  );

  it('has an empty row without values', () => {
    expect(rowsFrom({})).toEqual([{ id: 0, name: '', text: '' }]);
  });

  it('is taken once, by the form of its DAG', () => {
    const first = new FirstValues();
    const told: string[] = [];
    first.changed.connect((_, dagId) => told.push(dagId));
    first.set('one', { a: 1 });
    expect([first.take('other'), first.take('one'), first.take('one')]).toEqual([{}, { a: 1 }, {}]);
    expect(told).toEqual(['one']);
  });

  it('leaves secrets out', async () => {
    const { client } = testCouture({
      'GET dags/one/dagRuns/r': { kind: 'notebook_schedule', conf: { parameters: { a: 2 } } },
      'GET notebookSchedules/one': { parameters: { a: 1, b: 'x', key: 's' }, secret_parameters: ['key'] }
    });
    expect(await valuesOfRun(client, 'one', 'r')).toEqual({ a: 2, b: 'x' });
  });
});

describe('a recorded value', () => {
  it('is a picture only when it is a PNG or JPEG', () => {
    const image = (media: unknown): unknown => ({ couture_display: 'image', media_type: media, data: 'AA==', text: 'Plot' });
    expect(displayIn(image('image/png'))).toEqual({ kind: 'image', text: 'Plot', source: 'data:image/png;base64,AA==' });
    expect([displayIn(image('image/svg+xml')), displayIn(image('text/html')), displayIn(image(null))]).toEqual([null, null, null]);
  });

  it('is a table only with columns and rows', () => {
    expect(displayIn({ couture_display: 'table', columns: ['a'], rows: [[1]], text: '1 × 1' })?.kind).toBe('table');
    expect(displayIn({ couture_display: 'table', columns: ['a'], rows: [1] })).toBeNull();
    expect(cellText({ couture_display: 'table', columns: [], rows: [], text: '0 rows' })).toBe('0 rows');
  });
});
