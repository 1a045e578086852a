import { describe, expect, it } from 'vitest';
import { NO_FILTER, filterFrom, filterParams, isFiltering, storedFilter, toggleTag } from './filter';

describe('the filter of the sidebar', () => {
  it('is sent as the server takes it', () => {
    const filter = { ...NO_FILTER, search: ' sales ', tags: ['a', 'b'], kind: 'file' as const, paused: false };
    expect(filterParams(filter)).toMatchObject({ search: 'sales', tags: ['a', 'b'], kind: 'file', paused: false });
  });

  it('knows whether it hides anything', () => {
    expect(isFiltering({ ...NO_FILTER, sort: 'name' })).toBe(false);
    expect(isFiltering({ ...NO_FILTER, search: '  ' })).toBe(false);
    expect(isFiltering({ ...NO_FILTER, paused: false })).toBe(true);
    expect(isFiltering({ ...NO_FILTER, favorites: true })).toBe(true);
    expect(filterParams({ ...NO_FILTER, favorites: true }).is_favorite).toBe(true);
    expect(filterParams(NO_FILTER).is_favorite).toBeNull();
  });

  it('is the same after it was kept', () => {
    const filter = { search: 'x', tags: ['a'], kind: 'file' as const, paused: true, favorites: true, sort: 'next' as const };
    expect(filterFrom(JSON.parse(JSON.stringify(storedFilter(filter))))).toEqual(filter);
    expect(filterFrom({ sort: 'odd', tags: 'a', kind: 1 })).toEqual(NO_FILTER);
    expect(filterFrom(null)).toEqual(NO_FILTER);
  });

  it('takes a tag in and out', () => {
    expect(toggleTag(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggleTag(['a', 'b'], 'a')).toEqual(['b']);
  });
});
