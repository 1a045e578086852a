/** Opens a notebook of a failed run on the kernel that was kept. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { IAttachedKernel } from '../api';
import type { ICouture } from '../tokens';
import { attempt } from '../ui';

/** Open the editable copy of the executed notebook, or the original, on the kernel. */
export function openOnKernel(couture: ICouture, id: number, document: 'original' | 'copy'): Promise<boolean> {
  const { client, commands, files, trans } = couture;
  return attempt(
    trans.__('The notebook was not opened on the kept kernel.'),
    async () => {
      const attached = await client.kernels.attach(id, document);
      const widget = (await commands.execute('docmanager:open', {
        path: await files.toLab(attached.path),
        factory: 'Notebook',
        kernel: { id: attached.kernel_id, name: attached.kernel_name }
      })) as IDocumentWidget | undefined;
      if (widget instanceof NotebookPanel) {
        await useKernel(widget, attached, couture);
      }
    },
    trans
  );
}

/** A notebook that was open already keeps its kernel when it is opened again: give it the kept one. */
async function useKernel(panel: NotebookPanel, attached: IAttachedKernel, { trans }: ICouture): Promise<void> {
  const { sessionContext } = panel;
  await sessionContext.ready;
  const kernel = sessionContext.session?.kernel;
  if (kernel?.id === attached.kernel_id) {
    return;
  }
  if (kernel && kernel.status !== 'dead') {
    const answer = await showDialog({
      title: trans.__('Change the kernel of the open notebook?'),
      body: trans.__(
        '%1 is open with another kernel. That kernel ends, with its variables, when the notebook gets the kept one.',
        sessionContext.name
      ),
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Change Kernel') })]
    });
    if (!answer.button.accept) {
      return;
    }
  }
  await sessionContext.changeKernel({ id: attached.kernel_id });
}
