/** "Run all notebooks here" on a folder of the file browser. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { attempt, runsIcon } from '../ui';
import { FolderBody } from './FolderBody';

export const runFolderPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-folder',
  description: 'Runs all notebooks of a folder.',
  autoStart: true,
  requires: [ICouture],
  optional: [IDefaultFileBrowser],
  activate: (app: JupyterFrontEnd, couture: ICouture, browser: IDefaultFileBrowser | null): void => {
    const { trans } = couture;
    app.commands.addCommand(CommandIDs.runFolder, {
      label: trans.__('Run All Notebooks Here…'),
      caption: trans.__('Run all notebooks of this folder, some at once'),
      icon: runsIcon,
      describedBy: { args: { type: 'object', properties: { path: { type: 'string' } } } },
      execute: async args => {
        const selected = [...(browser?.selectedItems() ?? [])].find(item => item.type === 'directory');
        const path = typeof args.path === 'string' ? args.path : (selected?.path ?? browser?.model.path ?? '');
        await attempt(
          trans.__('The notebooks were not run.'),
          () => runFolder(app, couture, app.serviceManager.contents.localPath(path)),
          trans
        );
      }
    });
  }
};

async function runFolder(app: JupyterFrontEnd, { client, trans }: ICouture, path: string): Promise<void> {
  const found = await client.notebooks.inFolder(path);
  const isEmpty = found.notebooks.length === 0;
  const body = new FolderBody(found.notebooks, trans);
  const result = await showDialog({
    title: isEmpty ? trans.__('There are no notebooks in this folder') : trans.__('Run all notebooks here'),
    body,
    buttons: isEmpty ? [Dialog.okButton()] : [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Run') })]
  });
  if (!isEmpty && result.button.accept) {
    const run = await client.notebooks.runFolder(path, result.value ?? 2);
    await app.commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id });
  }
}
