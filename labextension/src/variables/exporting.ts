/** Variables as a file: that of Airflow's command line, which the import reads again. */
import type { IVariable } from '../api';

/** The JSON of these; those whose value is hidden are left out, or stand as `***` (the import leaves those as they are). */
export function exportText(variables: readonly IVariable[], withHidden: boolean): string {
  const document = variables
    .filter(({ is_hidden }) => withHidden || !is_hidden)
    .map(({ key, value, description }) => [key, description ? { value, description } : value]);
  return `${JSON.stringify(Object.fromEntries(document), null, 2)}\n`;
}
