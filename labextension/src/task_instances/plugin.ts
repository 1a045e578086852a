/** The task instances of all runs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { tableRowsIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { placesOf } from '../ui/listing';
import { addBulkCommands } from './commands';
import { taskFields } from './fields';

export const taskInstancesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:task-instances',
  description: 'The task instances of all runs.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    addBulkCommands(couture);
    pages.add({
      id: 'couture-task-instances',
      command: CommandIDs.openTaskInstances,
      label: trans.__('Task instances'),
      caption: trans.__('Show the task instances of all runs: find, clear, mark them'),
      icon: tableRowsIcon,
      places: placesOf(taskFields(couture), trans),
      load: async () => (await import('./list')).TaskInstances
    });
  }
};
