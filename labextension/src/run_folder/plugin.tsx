/** "Run all notebooks here" on a folder of the file browser. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { attempt, runsIcon } from '../ui';
import { permitted } from '../ui/permissions';
import { FolderBody } from './FolderBody';

export const runFolderPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-folder',
  description: 'Runs all notebooks of a folder.',
  autoStart: true,
  requires: [ICouture],
  optional: [IDefaultFileBrowser],
  activate: (app: JupyterFrontEnd, couture: ICouture, browser: IDefaultFileBrowser | null): void => {
    const { trans } = couture;
    app.commands.addCommand(CommandIDs.runFolder, permitted(couture, 'notebooks:schedule', {
      label: args => (args.isPalette ? trans.__('Run All Notebooks of the Folder…') : trans.__('Run All Notebooks Here…')),
      caption: trans.__('Run all notebooks of this folder, some at once'),
      icon: runsIcon,
      describedBy: { args: { type: 'object', properties: { path: { type: 'string' } } } },
      execute: async args => {
        const selected = [...(browser?.selectedItems() ?? [])].find(item => item.type === 'directory');
        const path = typeof args.path === 'string' ? args.path : (selected?.path ?? browser?.model.path ?? '');
        await attempt(
          trans.__('The notebooks were not run.'),
          async () => runFolder(app, couture, await couture.files.fromLab(path)),
          trans
        );
      }
    }));
  }
};

async function runFolder(app: JupyterFrontEnd, couture: ICouture, path: string): Promise<void> {
  const { client, trans } = couture;
  const body = new FolderBody(couture, path, await client.notebooks.inFolder(path));
  const result = await showDialog({
    title: trans.__('Run all notebooks of %1', path === '' ? trans.__('the top folder') : path),
    body,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Run') })]
  });
  if (result.button.accept && result.value) {
    const run = await client.notebooks.runFolder(path, result.value);
    await app.commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id });
  }
}
