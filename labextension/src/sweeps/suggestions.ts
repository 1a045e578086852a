/** What can be swept over: the parameters that a scheduled notebook declares, with their defaults. */
import type { ICoutureClient } from '../api';

export interface ISuggestion {
  name: string;
  /** The source of the default. */
  value: string;
}

export async function suggestionsFor(
  client: Pick<ICoutureClient, 'schedules' | 'notebooks'>,
  dagId: string
): Promise<ISuggestion[]> {
  try {
    const { notebook } = await client.schedules.get(dagId);
    const { parameters } = await client.notebooks.inspect(notebook);
    return parameters.map(each => ({ name: each.name, value: each.default }));
  } catch {
    // A DAG file, or a notebook that is gone: names are typed.
    return [];
  }
}
