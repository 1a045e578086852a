/** Pages of task instances, kept up to date by events. */
import { useEffect, useMemo, useReducer } from 'react';
import type { ITaskInstance } from '../api';
import { PagedQuery } from '../state/paged_query';
import { useCouture } from '../ui';

export type InstanceParams = Readonly<Record<string, string | number | readonly string[]>>;

/** The instances of one task in a run, or in all runs (`~`); `params` narrow and order them. */
export function useInstances(
  dagId: string,
  runId: string,
  taskId: string,
  params: InstanceParams
): PagedQuery<ITaskInstance> {
  const { changes, client } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const asked = JSON.stringify(params);
  const query = useMemo(() => {
    const wanted = JSON.parse(asked) as InstanceParams;
    return new PagedQuery<ITaskInstance>({
      fetch: async (offset, limit) => {
        const page = await client.runs.taskPage(dagId, runId, { ...wanted, task_id: taskId, offset, limit });
        return { rows: page.task_instances, total: page.total_entries };
      },
      changes,
      matches: change =>
        change.dag_id === dagId &&
        ['task_instance', 'dag_run'].includes(change.subject) &&
        (runId === '~' || change.run_id === undefined || change.run_id === runId)
    });
  }, [asked, changes, client, dagId, runId, taskId]);
  useEffect(() => {
    query.changed.connect(redraw);
    redraw();
    return () => query.dispose();
  }, [query]);
  return query;
}
