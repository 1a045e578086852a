import { describe, expect, it } from 'vitest';
import { filtersOf, placeWith, queryOf } from './filters';

describe('the filters of XComs', () => {
  it('are what the place names, and change it', () => {
    const filters = filtersOf({ dagId: 'etl', mapIndex: 3 });
    expect(filters).toMatchObject({ dagId: 'etl', mapIndex: '3', key: '' });
    expect(placeWith(filters, 'dagId', '')).toEqual({ mapIndex: '3' });
  });

  it('are asked of the server, days from their beginning to their end', () => {
    const query = queryOf(filtersOf({ key: 'rows', mapIndex: 'x', from: '2026-03-01', to: '2026-03-01' }));
    expect(query).toMatchObject({ xcom_key_pattern: 'rows', map_index: null });
    expect(Date.parse(String(query.run_after_lt)) - Date.parse(String(query.run_after_gte))).toBe(86_400_000);
    expect(queryOf(filtersOf({ from: '2026-13-45' })).run_after_gte).toBeNull();
  });
});
