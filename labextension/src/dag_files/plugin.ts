/** Manage DAGs: the files of the DAG folder. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { workflowsIcon } from '../ui';
import { addFileCommands } from './commands';

export const dagFilesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-files',
  description: 'The files of the DAG folder: looked through, made, uploaded, renamed, deleted, downloaded.',
  autoStart: true,
  requires: [ICouture, IPages],
  optional: [ICommandPalette],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages, palette: ICommandPalette | null): void => {
    const { trans } = couture;
    addFileCommands(couture);
    pages.add({
      id: 'couture-manage-dags',
      command: CommandIDs.manageDags,
      label: trans.__('Manage DAGs'),
      needs: 'dagFiles:read',
      caption: trans.__('Look through, make, upload, rename and delete DAG files'),
      icon: workflowsIcon,
      places: { search: 'What to look for', view: 'new: with the form for a new DAG' },
      load: async () => (await import('./ManagePage')).ManagePage
    });
    palette?.addItem({ command: CommandIDs.newDag, category: trans.__('Couture') });
  }
};
