/** The page of all DAGs. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addListPage } from '../ui/listing';
import { addBulkCommands } from './commands';
import { dagList } from './list';

export const dagListPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-list',
  description: 'The page of all DAGs.',
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
    addListPage(dagList(couture), {
      app,
      couture,
      palette,
      restorer,
      stateDB,
      command: CommandIDs.openDags,
      caption: couture.trans.__('Show all DAGs: switch, search, sort, start them')
    });
  }
};
