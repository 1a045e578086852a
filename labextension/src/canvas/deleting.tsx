/** Tasks are deleted: at once when nothing hangs on them, else after a question what becomes of their dependencies. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICanvas } from '../api';
import type { CanvasSession } from './session';

export async function deleteNodes(session: CanvasSession, ids: readonly string[], trans: TranslationBundle): Promise<void> {
  const { canvas } = session;
  const nodes = canvas?.nodes.filter(({ id }) => ids.includes(id)) ?? [];
  if (!canvas || nodes.length === 0) {
    return;
  }
  const label = nodes.length === 1 ? nodes[0].label : trans._n('%1 task', '%1 tasks', nodes.length, nodes.length);
  const held = canvas.nodes.filter(({ parent }) => parent !== null && ids.includes(parent)).length;
  const mend = isBetween(canvas, ids) ? await askToMend(label, trans) : held > 0 ? await askForGroup(label, held, trans) : false;
  if (mend !== null) {
    await session.edit({ edit: 'delete', nodes: [...ids], mend });
  }
}

/** Whether something comes before them, and something after. */
function isBetween({ edges }: ICanvas, ids: readonly string[]): boolean {
  const isIn = (id: string): boolean => ids.includes(id);
  return edges.some(({ source, target }) => isIn(target) && !isIn(source)) && edges.some(({ source, target }) => isIn(source) && !isIn(target));
}

/** Null: nothing is to be deleted. */
async function askToMend(label: string, trans: TranslationBundle): Promise<boolean | null> {
  const keep = Dialog.warnButton({ label: trans.__('Delete and connect'), caption: trans.__('What came before then comes before what came after') });
  const drop = Dialog.warnButton({ label: trans.__('Delete'), caption: trans.__('The dependencies go, too') });
  const { button } = await showDialog({
    title: trans.__('Delete %1?', label),
    body: trans.__('There are tasks before and after. Shall those before be connected with those after?'),
    buttons: [Dialog.cancelButton(), drop, keep],
    defaultButton: 2
  });
  return button.accept ? button.label === keep.label : null;
}

async function askForGroup(label: string, count: number, trans: TranslationBundle): Promise<boolean | null> {
  const { button } = await showDialog({
    title: trans.__('Delete %1?', label),
    body: trans._n('%1 task in it goes, too. To keep it, dissolve the group.', '%1 tasks in it go, too. To keep them, dissolve the group.', count, count),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })]
  });
  return button.accept ? false : null;
}
