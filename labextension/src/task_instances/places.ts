/** Which task instances: their names, and how they are grouped into requests. */
import type { ITaskInstance } from '../api';

/** What tells a task instance from all others. */
export type ITaskPlace = Pick<ITaskInstance, 'dag_id' | 'dag_run_id' | 'task_id' | 'map_index'>;

/** The places by their runs: what is cleared together. */
export function byRun(places: readonly ITaskPlace[]): ITaskPlace[][] {
  const runs = new Map<string, ITaskPlace[]>();
  for (const place of places) {
    const key = JSON.stringify([place.dag_id, place.dag_run_id]);
    runs.set(key, [...(runs.get(key) ?? []), place]);
  }
  return [...runs.values()];
}
