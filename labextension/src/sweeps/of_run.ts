/** The values of a run, to begin a sweep with. */
import type { ICoutureClient } from '../api';
import type { Values } from './first_values';

export async function valuesOfRun(
  client: Pick<ICoutureClient, 'runs' | 'schedules'>,
  dagId: string,
  runId: string
): Promise<Values> {
  const run = await client.runs.get(dagId, runId);
  const conf = run.conf ?? {};
  if (run.kind !== 'notebook_schedule') {
    return conf;
  }
  const schedule = await client.schedules.get(dagId);
  const given = { ...schedule.parameters, ...(conf.parameters as Values | undefined) };
  // Secrets stay the schedule's own: their values are not known here.
  return Object.fromEntries(Object.entries(given).filter(([name]) => !schedule.secret_parameters.includes(name)));
}
