/** The runs that can be chosen on a DAG's page, the newest first, kept up to date. */
import type { IGridRun } from '../api';
import { useCouture, useQuery } from '../ui';
import { useGridRuns } from '../ui/useGridRuns';

const FIRST = 25;

export interface IRunsToChoose {
  readonly runs: readonly IGridRun[];
  /** The chosen run, the newest while none is chosen; undefined until it is known. */
  readonly chosen: IGridRun | undefined;
  readonly hasMore: boolean;
  /** The chosen run does not exist any more. */
  readonly isGone: boolean;
  /** Ask for older ones, too. */
  more(): void;
}

export function useRunsToChoose(dagId: string, runId: string | null): IRunsToChoose {
  const { client } = useCouture();
  const grid = useGridRuns(dagId, { limit: FIRST, withTasks: false });
  const runs = grid.runs.map(({ run }) => run).reverse();
  const listed = runId === null ? runs[0] : runs.find(run => run.dag_run_id === runId);
  const isElsewhere = grid.isLoaded && runId !== null && !listed;
  const other = useQuery(
    async () => (isElsewhere ? (await client.dagViews.grid(dagId, { dag_run_id: [runId], with_tasks: false })).runs : []),
    change => change.dag_id === dagId && change.subject === 'dag_run' && change.run_id === runId,
    [client, dagId, runId, isElsewhere]
  );
  const found = other.data?.find(run => run.dag_run_id === runId);
  return {
    runs,
    chosen: listed ?? found,
    hasMore: grid.hasMore,
    isGone: isElsewhere && !found && !other.isLoading && !other.error,
    more: () => void grid.older()
  };
}
