/** Missed SLAs: a section of the DAG's page, and a list of those of all DAGs. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews } from '../tokens';
import { addListPage } from '../ui/listing';
import { slaMissList } from './list';
import { SlaMissesView } from './SlaMissesView';

export const slaMissesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sla-misses',
  description: 'The SLAs that tasks missed.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    views: IDagViews,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ): void => {
    views.add({ id: 'slas', label: couture.trans.__('Missed SLAs'), rank: 67, component: SlaMissesView });
    const caption = couture.trans.__('Show the SLAs that tasks of all DAGs missed, and note why');
    addListPage(slaMissList(couture), { app, couture, palette, restorer, stateDB, command: CommandIDs.openSlaMisses, caption });
  }
};
