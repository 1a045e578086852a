/** The jobs: engines and their heartbeats. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { jobList } from './list';

export const jobsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:jobs',
  description: 'The jobs: engines, their heartbeats, and what they work on.',
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
    const caption = couture.trans.__('Show engines, their heartbeats, and what they work on');
    addListPage(jobList(couture), { app, couture, palette, restorer, stateDB, command: CommandIDs.openJobs, caption });
  }
};
