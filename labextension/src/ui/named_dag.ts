/** Which DAG a command is about: its argument, the row under the context menu, or the one a person picks. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog, Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ICouture } from '../tokens';

const MOST_TO_PICK_FROM = 1000;

/**
 * The DAG named by the arguments, or else the one under the context menu. Only with `isContextMenu`: the application
 * remembers the last context menu for ever, and a command from the palette must not act on it.
 */
export function namedDag(app: JupyterFrontEnd, args: ReadonlyPartialJSONObject): string | null {
  if (typeof args.dagId === 'string') {
    return args.dagId;
  }
  const row = args.isContextMenu ? app.contextMenuHitTest(node => node.dataset.dagId !== undefined) : undefined;
  return row?.dataset.dagId ?? null;
}

/** Let the person choose one. */
export async function pickDag({ client, trans }: ICouture, title: string): Promise<string | null> {
  const page = await client.dags.summaries({ limit: MOST_TO_PICK_FROM, order_by: 'dag_display_name' });
  const items = page.dags.map(dag => dag.dag_id);
  if (items.length === 0) {
    Notification.info(trans.__('There is no DAG yet. "New DAG…" and "Schedule a Notebook…" make one.'), { autoClose: 8000 });
    return null;
  }
  const result = await InputDialog.getItem({ title, items, label: trans.__('DAG') });
  return result.button.accept ? result.value : null;
}
