/** A task is deleted: at once when nothing hangs on it, else after a question what becomes of its dependencies. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CanvasSession } from './session';

export async function deleteNode(session: CanvasSession, id: string, trans: TranslationBundle): Promise<void> {
  const node = session.canvas?.nodes.find(each => each.id === id);
  if (!node) {
    return;
  }
  const edges = session.canvas?.edges ?? [];
  const isBetween = edges.some(({ target }) => target === id) && edges.some(({ source }) => source === id);
  const mend = isBetween && node.reason === '' ? await askToMend(node.label, trans) : false;
  if (mend !== null) {
    await session.edit({ edit: 'delete', node: id, mend });
  }
}

/** Null: nothing is to be deleted. */
async function askToMend(label: string, trans: TranslationBundle): Promise<boolean | null> {
  const keep = Dialog.warnButton({ label: trans.__('Delete and connect'), caption: trans.__('What came before it then comes before what came after it') });
  const drop = Dialog.warnButton({ label: trans.__('Delete'), caption: trans.__('Its dependencies go with it') });
  const { button } = await showDialog({
    title: trans.__('Delete %1?', label),
    body: trans.__('It stands between other tasks. Shall those before it be connected with those after it?'),
    buttons: [Dialog.cancelButton(), drop, keep],
    defaultButton: 2
  });
  return button.accept ? button.label === keep.label : null;
}
