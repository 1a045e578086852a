/** Which DAG, and which of its runs, "Zoom into DAG" opens. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ICoutureClient } from '../api';

/** The arguments of the command that opens a DAG's page. */
export type Target = { dagId: string } | { dagId: string; runId: string };

/** Null: no DAG is named, or the task runs none. */
export async function targetOf(client: ICoutureClient, args: ReadonlyPartialJSONObject): Promise<Target | null> {
  const { dagId, runId, taskId } = args;
  if (typeof dagId !== 'string') {
    return null;
  }
  const run = typeof runId === 'string' ? runId : null;
  if (typeof taskId !== 'string') {
    return run === null ? { dagId } : { dagId, runId: run };
  }
  return ofTask(client, dagId, run, taskId);
}

async function ofTask(client: ICoutureClient, dagId: string, runId: string | null, taskId: string): Promise<Target | null> {
  const run = runId === null ? null : await client.runs.graph(dagId, runId);
  const { tasks } = await client.dags.structure(dagId, run?.version_number ?? undefined);
  const other = tasks.find(({ task_id: id }) => id === taskId)?.runs_dag ?? null;
  const started = run?.started_runs[taskId];
  return other === null ? null : started === undefined ? { dagId: other } : { dagId: other, runId: started };
}
