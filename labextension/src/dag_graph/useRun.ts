/** The structure and the states that the graph shows: of the chosen run, or else of the latest one. */
import { useState } from 'react';
import type { IDagRun, IDagStructure, IRunGraph } from '../api';
import { prepareLayout } from '../graph/elk';
import type { EarlyStructures } from './early';
import { type IQueryResult, useCouture, useQuery } from '../ui';

export interface IShownRun {
  /** Null: the DAG has not run yet. Undefined: not known yet. */
  readonly runId: string | null | undefined;
  readonly isLatest: boolean;
  readonly run: IRunGraph | null;
  readonly structure: IDagStructure | undefined;
  /** The newest version's, which may be there before it is known which one the run has. */
  readonly newest: IDagStructure | undefined;
  readonly error: Error | undefined;
  refresh(): void;
}

/** At most this often the states are fetched, in milliseconds. */
const THROTTLE = 400;

export function useRun(dagId: string, chosen: string | null, early?: EarlyStructures): IShownRun {
  const { client } = useCouture();
  // While the server answers.
  useState(prepareLayout);
  const latest = useQuery<IDagRun | null>(
    async () => {
      const page = chosen === null ? await client.runs.list(dagId, { limit: 1, order_by: '-run_after' }) : null;
      return page?.dag_runs[0] ?? null;
    },
    change => chosen === null && change.dag_id === dagId && change.subject === 'dag_run' && change.what !== 'changed',
    [client, dagId, chosen]
  );
  const runId = chosen ?? (latest.data === undefined ? undefined : (latest.data?.dag_run_id ?? null));
  const run = useRunGraph(dagId, runId ?? null);
  const isKnown = runId === null || (run.data?.runId === runId && run.data !== undefined);
  const version = run.data?.runId === runId ? (run.data?.graph?.version_number ?? undefined) : undefined;
  // Asked at once, not after the run: as a rule its version is the newest.
  const newest = useQuery<IDagStructure>(
    () => early?.take(dagId) ?? client.dags.structure(dagId),
    change => change.subject === 'dag' && change.dag_id === dagId,
    [client, dagId]
  );
  const other = newest.data && version !== newest.data.version_number ? version : undefined;
  const older = useQuery<IDagStructure | null>(
    async () => (other === undefined ? null : client.dags.structure(dagId, other)),
    undefined,
    [client, dagId, other]
  );
  const structure = !isKnown ? undefined : other === undefined ? newest.data : (older.data ?? undefined);
  return {
    runId,
    isLatest: chosen === null,
    run: run.data?.runId === runId ? (run.data?.graph ?? null) : null,
    structure,
    newest: newest.data,
    error: latest.error ?? run.error ?? newest.error ?? older.error,
    refresh: () => [latest, run, newest, older].forEach(each => each.refresh())
  };
}

interface IRunStates {
  runId: string | null;
  graph: IRunGraph | null;
}

/** The states of a run's tasks, kept up to date. */
function useRunGraph(dagId: string, runId: string | null): IQueryResult<IRunStates> {
  const { client } = useCouture();
  return useQuery<IRunStates>(
    async () => ({ runId, graph: runId === null ? null : await client.runs.graph(dagId, runId) }),
    ({ subject, dag_id: dag, run_id: run }) => {
      return runId !== null && dag === dagId && run === runId && ['task_instance', 'dag_run'].includes(subject);
    },
    [client, dagId, runId],
    THROTTLE
  );
}
