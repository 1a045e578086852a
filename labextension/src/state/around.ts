/** A part of a DAG: one task with what lies upstream of it, downstream, or both. */
import type { IDagStructure } from '../api';
import { reachable } from '../graph/paths';
import type { IAround } from '../tokens';

export const WAYS = ['upstream', 'downstream', 'both'] as const;

/** The structure with these tasks alone, and the groups that they are in. A task that is not there narrows nothing. */
export function narrowed(structure: IDagStructure, around: IAround | null): IDagStructure {
  if (around === null || structure.tasks.every(({ task_id: id }) => id !== around.taskId)) {
    return structure;
  }
  const kept = tasksAround(structure, around);
  const stays = (id: string): boolean => kept.has(id);
  const tasks = structure.tasks
    .filter(({ task_id: id }) => stays(id))
    .map(task => ({ ...task, upstream: task.upstream.filter(stays), downstream: task.downstream.filter(stays) }));
  const parents = new Map(structure.task_groups.map(({ group_id: id, parent }) => [id, parent]));
  const groups = new Set<string>();
  for (const { task_group: group } of tasks) {
    for (let each = group; each !== null && !groups.has(each); each = parents.get(each) ?? null) {
      groups.add(each);
    }
  }
  return { ...structure, tasks, task_groups: structure.task_groups.filter(({ group_id: id }) => groups.has(id)) };
}

function tasksAround({ tasks }: IDagStructure, { taskId, way }: IAround): ReadonlySet<string> {
  const before = new Map(tasks.map(({ task_id: id, upstream }) => [id, upstream]));
  const after = new Map(tasks.map(({ task_id: id, downstream }) => [id, downstream]));
  return new Set([
    ...(way === 'downstream' ? [] : reachable(taskId, before)),
    ...(way === 'upstream' ? [] : reachable(taskId, after))
  ]);
}
