import { describe, expect, it } from 'vitest';
import type { IDagStructure, IStructureTask } from '../api';
import { narrowed } from './around';

function task(id: string, upstream: string[], downstream: string[], group: string | null = null): IStructureTask {
  return { task_id: id, upstream, downstream, task_group: group } as IStructureTask;
}

const STRUCTURE = {
  tasks: [
    task('a', [], ['b', 'c']),
    task('b', ['a'], ['d'], 'inner'),
    task('c', ['a'], []),
    task('d', ['b', 'e'], []),
    task('e', [], ['d'], 'other')
  ],
  task_groups: [
    { group_id: 'outer', parent: null },
    { group_id: 'inner', parent: 'outer' },
    { group_id: 'other', parent: null }
  ]
} as unknown as IDagStructure;

const ids = ({ tasks }: IDagStructure): string[] => tasks.map(each => each.task_id);

describe('a DAG around a task', () => {
  it('has what lies upstream, downstream, or both', () => {
    expect(ids(narrowed(STRUCTURE, { taskId: 'b', way: 'upstream' }))).toEqual(['a', 'b']);
    expect(ids(narrowed(STRUCTURE, { taskId: 'b', way: 'downstream' }))).toEqual(['b', 'd']);
    expect(ids(narrowed(STRUCTURE, { taskId: 'b', way: 'both' }))).toEqual(['a', 'b', 'd']);
  });

  it('has no way and no group that leads out of it', () => {
    const found = narrowed(STRUCTURE, { taskId: 'b', way: 'both' });
    expect(found.tasks.map(each => [...each.upstream, ...each.downstream])).toEqual([['b'], ['a', 'd'], ['b']]);
    expect(found.task_groups.map(each => each.group_id)).toEqual(['outer', 'inner']);
  });

  it('is whole without a task, or with one that is not there', () => {
    expect(narrowed(STRUCTURE, null)).toBe(STRUCTURE);
    expect(narrowed(STRUCTURE, { taskId: 'gone', way: 'both' })).toBe(STRUCTURE);
  });
});
