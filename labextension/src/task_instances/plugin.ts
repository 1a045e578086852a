/** The task instances of all runs. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { addBulkCommands } from './commands';
import { taskList } from './list';

export const taskInstancesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:task-instances',
  description: 'The task instances of all runs.',
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
    addListPage(taskList(couture), {
      ...{ app, couture, palette, restorer, stateDB, command: CommandIDs.openTaskInstances },
      caption: couture.trans.__('Show the task instances of all runs: find, clear, mark them')
    });
  }
};
