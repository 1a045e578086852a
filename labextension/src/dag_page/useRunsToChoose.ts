/** The runs that can be chosen on a DAG's page, the newest first, kept up to date. */
import { useState } from 'react';
import type { IGridRun } from '../api';
import type { IChange } from '../state/changes';
import { useCouture, useQuery } from '../ui';

const FIRST = 25;
const MOST = 200;

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
  const [limit, setLimit] = useState(FIRST);
  const isAboutRuns = (change: IChange): boolean => change.dag_id === dagId && change.subject === 'dag_run';
  const { data } = useQuery(() => client.dagViews.grid(dagId, { limit, with_tasks: false }), isAboutRuns, [
    client,
    dagId,
    limit
  ]);
  const runs = data?.runs ?? [];
  const listed = runId === null ? runs[0] : runs.find(run => run.dag_run_id === runId);
  const isElsewhere = data !== undefined && runId !== null && !listed;
  const other = useQuery(
    async () => (isElsewhere ? (await client.dagViews.grid(dagId, { dag_run_id: [runId], with_tasks: false })).runs : []),
    change => isAboutRuns(change) && change.run_id === runId,
    [client, dagId, runId, isElsewhere]
  );
  const found = other.data?.find(run => run.dag_run_id === runId);
  return {
    runs,
    chosen: listed ?? found,
    hasMore: Boolean(data?.has_more) && limit < MOST,
    isGone: isElsewhere && !found && !other.isLoading && !other.error,
    more: () => setLimit(Math.min(MOST, limit * 2))
  };
}
