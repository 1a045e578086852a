/** What of a run may be edited before it is started anew. */
import type { IDagRun } from '../api';
import { type IParameterRow, rowsFor, valuesOf } from './values';
import type { ICouture } from '../tokens';

/** What the dialog edits: rows, and how their values become the new run's configuration. */
export interface IEditable {
  rows: IParameterRow[];
  confOf: (rows: readonly IParameterRow[]) => Record<string, unknown>;
}

/** The parameters of a scheduled notebook with its defaults; of another DAG, what the run was started with. */
export async function editableOf({ client }: ICouture, run: IDagRun): Promise<IEditable> {
  const conf = run.conf ?? {};
  if (run.kind !== 'notebook_schedule') {
    return { rows: rowsFor([], conf), confOf: rows => valuesOf(rows) };
  }
  const schedule = await client.schedules.get(run.dag_id);
  const given = { ...schedule.parameters, ...(conf.parameters as Record<string, unknown> | undefined) };
  const inspected = await client.notebooks.inspect(schedule.notebook).then(
    answer => answer.parameters,
    // The notebook may be gone by now; what the run was started with can be edited all the same.
    () => []
  );
  const named = Object.keys(given);
  return {
    rows: rowsFor(inspected, given),
    confOf: rows => ({ ...conf, parameters: valuesOf(rows, named) })
  };
}
