import { describe, expect, it } from 'vitest';
import type { IDagFile } from '../api';
import { chosen, foldersOf, ordered } from './listing';

function file(path: string, more: Partial<IDagFile> = {}): IDagFile {
  return {
    path,
    state: 'read',
    size: 10,
    hash: '',
    changed_at: '2026-01-01T00:00:00Z',
    changed_by: null,
    changed_how: null,
    is_editable: true,
    parsed_at: null,
    parse_seconds: null,
    error: null,
    dags: [],
    ...more
  };
}

const DAG = { dag_id: 'orders', display_name: 'Orders', line: 1, is_paused: false, schedule_summary: '' };
const FILES = [
  file('team/b.py', { size: 30, changed_by: 'ada' }),
  file('a.py', { state: 'broken', size: 20 }),
  file('team/deep/c.py', { dags: [DAG], parse_seconds: 2 })
];
const paths = (files: readonly IDagFile[]): string[] => files.map(each => each.path);

describe('the list of DAG files', () => {
  it('is searched by path, DAG and author', () => {
    expect(paths(chosen(FILES, 'TEAM ada', ''))).toEqual(['team/b.py']);
    expect(paths(chosen(FILES, 'orders', ''))).toEqual(['team/deep/c.py']);
    expect(paths(chosen(FILES, '', 'team/deep'))).toEqual(['team/deep/c.py']);
    expect(foldersOf(FILES)).toEqual(['team', 'team/deep']);
  });

  it('has broken ones first, and equal ones by their paths', () => {
    expect(paths(ordered(FILES, 'state'))).toEqual(['a.py', 'team/b.py', 'team/deep/c.py']);
    expect(paths(ordered(FILES, '-size'))).toEqual(['team/b.py', 'a.py', 'team/deep/c.py']);
    expect(paths(ordered(FILES, '-seconds'))).toEqual(['team/deep/c.py', 'a.py', 'team/b.py']);
  });
});
