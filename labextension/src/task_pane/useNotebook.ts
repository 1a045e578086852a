/** The executed notebook of a try in a component: fetched when it can be there, and again while it grows. */
import { useEffect, useMemo, useRef } from 'react';
import { ApiError, type IExecutedNotebook, type ITaskInstance } from '../api';
import { Query } from '../state/query';
import { isFinished, useCouture, useQueryState } from '../ui';
import { isAboutTask } from '../state/about';

/** Least time between two fetches of a notebook that grows, in milliseconds. */
const PACE = 1000;

export function useNotebook(task: ITaskInstance, tryNumber: number): ReturnType<typeof useQueryState<IExecutedNotebook>> {
  const { client, changes } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const newest = useRef(task);
  newest.current = task;
  const query = useMemo(
    () =>
      new Query<IExecutedNotebook>({
        fetch: () =>
          hasBegun(newest.current, tryNumber)
            ? client.runs.notebook(dagId, runId, taskId, tryNumber, mapIndex)
            : Promise.reject(new ApiError(404, '')),
        changes,
        matches: change => ['progress', 'task_instance'].includes(change.subject) && isAboutTask(change, task),
        throttle: PACE
      }),
    // The task is new with every event; these identify it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, changes, dagId, runId, taskId, mapIndex, tryNumber]
  );
  useEffect(() => () => query.dispose(), [query]);
  const { state, progress } = task;
  const isWriting = progress !== null;
  const asked = useRef<Query<IExecutedNotebook>>();
  useEffect(() => {
    // A query that was just made asks by itself.
    if (asked.current === query && (state === 'running' || isFinished(state))) {
      void query.refresh();
    }
    asked.current = query;
  }, [query, state, isWriting]);
  return useQueryState(query);
}

/** Whether a try can have written anything; the newest one has begun to write when it tells its progress. */
function hasBegun(task: ITaskInstance, tryNumber: number): boolean {
  const isNewest = tryNumber === task.try_number;
  return tryNumber > 0 && !(isNewest && task.progress === null);
}
