/** The jobs: engines, the processes of tasks, kept kernels, and when they were heard of. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { jobList } from './list';

export const jobsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:jobs',
  description: 'The jobs: engines, the processes of tasks, kept kernels, and their signs of life.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ): void => {
    const caption = couture.trans.__('Show engines and the processes of tasks, what they work for, and their signs of life');
    addListPage(jobList(couture), { app, couture, palette, restorer, stateDB, command: CommandIDs.openJobs, caption });
  }
};
