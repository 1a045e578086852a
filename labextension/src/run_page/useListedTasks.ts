/** The task instances that a run's page lists: all, or of very many those that tell most. */
import { useMemo } from 'react';
import type { ICoutureClient, ITaskInstance } from '../api';
import { isAboutRun } from '../state/about';
import type { IChange } from '../state/changes';
import { useCouture, useQuery } from '../ui';
import type { IRunTarget } from './target';

/** So many instances are listed one by one. */
const MOST = 500;
/** What a person looks for among more. */
const NOTEWORTHY = ['failed', 'up_for_retry', 'running'];
const MOST_NOTEWORTHY = 100;
const MOST_TASKS = 1000;

export interface IListedTasks {
  readonly tasks: readonly ITaskInstance[];
  /** How many the run has. */
  readonly total: number;
  readonly error: Error | undefined;
  refresh(): void;
}

/** All instances; of more than `MOST` the first of each task, those that failed or run, and the one that is chosen. */
export function useListedTasks(target: IRunTarget): IListedTasks {
  const { client } = useCouture();
  const { dagId, runId, taskId, mapIndex = -1 } = target;
  const matches = (change: IChange): boolean =>
    ['task_instance', 'progress', 'dag_run'].includes(change.subject) &&
    change.what !== 'deleted' &&
    isAboutRun(change, dagId, runId);
  const { data, error, refresh } = useQuery(() => listTasks(client.runs, target), matches, [client, dagId, runId]);
  const isListed = !data || data.tasks.length === data.total || data.tasks.some(isIt(taskId, mapIndex));
  const missing = isListed ? undefined : taskId;
  const chosen = useQuery(
    () => (missing === undefined ? Promise.resolve([]) : oneOf(client.runs, { ...target, taskId: missing })),
    matches,
    [client, dagId, runId, missing, missing === undefined ? undefined : mapIndex]
  );
  const tasks = useMemo(() => inOrder(data?.tasks ?? [], chosen.data ?? []), [data, chosen.data]);
  return { tasks, total: data?.total ?? 0, error: error ?? chosen.error, refresh };
}

/** Each once: the tasks in the order of the listed ones, the instances of a task by their map index. */
export function inOrder(listed: readonly ITaskInstance[], others: readonly ITaskInstance[]): readonly ITaskInstance[] {
  if (others.length === 0) {
    return listed;
  }
  const order = [...new Set(listed.map(task => task.task_id))];
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = (task: ITaskInstance): number => places.get(task.task_id) ?? order.length;
  const each = new Map([...others, ...listed].map(task => [`${task.task_id} ${task.map_index}`, task]));
  return [...each.values()].sort((a, b) => placeOf(a) - placeOf(b) || a.map_index - b.map_index);
}

async function listTasks(
  runs: ICoutureClient['runs'],
  { dagId, runId }: IRunTarget
): Promise<Pick<IListedTasks, 'tasks' | 'total'>> {
  const all = await runs.taskPage(dagId, runId, { limit: MOST });
  if (all.total_entries <= MOST) {
    return { tasks: all.task_instances, total: all.total_entries };
  }
  const [firsts, noteworthy] = await Promise.all([
    runs.tasks(dagId, runId, { map_index: ['-1', '0'], limit: MOST_TASKS }),
    runs.tasks(dagId, runId, { state: NOTEWORTHY, limit: MOST_NOTEWORTHY })
  ]);
  return { tasks: inOrder(firsts, noteworthy), total: all.total_entries };
}

function oneOf(runs: ICoutureClient['runs'], { dagId, runId, taskId, mapIndex }: IRunTarget): Promise<ITaskInstance[]> {
  return runs.tasks(dagId, runId, { task_id: taskId, map_index: mapIndex, limit: 1 });
}

function isIt(taskId: string | undefined, mapIndex: number): (task: ITaskInstance) => boolean {
  return task => taskId === undefined || (task.task_id === taskId && (mapIndex < 0 || task.map_index === mapIndex));
}
