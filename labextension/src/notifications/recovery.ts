/** Whether a success is one after a failure. */
import type { ICoutureClient } from '../api';

/** The newest run before this one that has ended, failed. */
export async function isRecovery(
  client: Pick<ICoutureClient, 'runs'>,
  dagId: string,
  runId: string
): Promise<boolean> {
  const { dag_runs: runs } = await client.runs.list(dagId, { limit: LOOKED_AT, order_by: '-start_date' });
  const place = runs.findIndex(run => run.dag_run_id === runId);
  const before = runs.slice(place + 1).find(run => run.state === 'success' || run.state === 'failed');
  return place >= 0 && before?.state === 'failed';
}

const LOOKED_AT = 20;
