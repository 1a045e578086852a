/** The run that a section of a DAG's page shows: the chosen one, else the newest. */
import type { ISelection } from '../tokens';
import { useGridRuns } from './useGridRuns';

export interface IChosenRun {
  /** null: the DAG has no run, or it is not known yet. */
  readonly runId: string | null;
  readonly isLoaded: boolean;
  readonly error: Error | undefined;
  refresh(): void;
}

export function useChosenRun(dagId: string, { runId }: ISelection): IChosenRun {
  const { runs, isLoaded, error, refresh } = useGridRuns(dagId, { limit: 1, withTasks: false });
  if (runId !== null) {
    return { runId, isLoaded: true, error: undefined, refresh };
  }
  return { runId: runs.at(-1)?.run.dag_run_id ?? null, isLoaded, error, refresh };
}
