/** Sweeps of a notebook that may not be scheduled at all: the DAG that keeps its runs is found, or made. */
import { InputDialog } from '@jupyterlab/apputils';
import type { ICouture } from '../tokens';

/** The DAG to run this notebook by: its schedule, the one that a person picks of several, or a new one for runs by hand. */
export async function dagOfNotebook({ client, trans }: ICouture, notebook: string): Promise<string | null> {
  const items = (await client.schedules.ofNotebook(notebook)).map(schedule => schedule.dag_id);
  if (items.length > 1) {
    const title = trans.__('Run with several values');
    const result = await InputDialog.getItem({ title, items, label: trans.__('Schedule') });
    return result.button.accept ? result.value : null;
  }
  return items[0] ?? (await client.schedules.create({ name: nameOf(notebook), notebook, when: { kind: 'manual' } })).dag_id;
}

/** As `couture notebooks run` and `sweep` call it. */
function nameOf(notebook: string): string {
  return `${notebook.slice(notebook.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')} now`;
}
