/** The run history as a page of the main area. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { addBulkCommands } from './commands';
import { runList } from './list';

export const runHistoryPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-history',
  description: 'The history of all runs.',
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
    addBulkCommands(couture);
    const caption = couture.trans.__('Show the history of all runs');
    addListPage(runList(couture), { app, couture, palette, restorer, stateDB, command: CommandIDs.openRuns, caption });
  }
};
