/** The page of all DAGs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { workflowsIcon } from '../ui';
import { placesOf } from '../ui/listing';
import { addBulkCommands } from './commands';
import { dagFields } from './fields';

export const dagListPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-list',
  description: 'The page of all DAGs.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    addBulkCommands(couture);
    pages.add({
      id: 'couture-dags',
      command: CommandIDs.openDags,
      label: trans.__('DAGs'),
      caption: trans.__('Show all DAGs: switch, search, sort, start them'),
      icon: workflowsIcon,
      places: placesOf(dagFields(couture), trans),
      load: async () => (await import('./list')).Dags
    });
  }
};
