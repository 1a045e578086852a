/** Manage DAGs: the files of the DAG folder. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage, workflowsIcon } from '../ui';
import { addFileCommands } from './commands';
import { ManagePage } from './ManagePage';

export const dagFilesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-files',
  description: 'The files of the DAG folder: looked through, made, uploaded, renamed, deleted, downloaded.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    addFileCommands(couture);
    const page = {
      id: 'couture-manage-dags',
      command: CommandIDs.manageDags,
      label: trans.__('Manage DAGs'),
      caption: trans.__('Look through, make, upload, rename and delete DAG files'),
      icon: workflowsIcon,
      places: { search: 'What to look for', view: 'new: with the form for a new DAG' },
      component: ManagePage
    };
    addPage(app, couture, page, palette, restorer);
    palette?.addItem({ command: CommandIDs.newDag, category: trans.__('Couture') });
  }
};
