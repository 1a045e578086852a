/** The run history as a page of the main area. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { runsIcon } from '../ui';
import { placesOf } from '../ui/listing';
import { addBulkCommands } from './commands';
import { runFields } from './fields';

export const runHistoryPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-history',
  description: 'The history of all runs.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    addBulkCommands(couture);
    pages.add({
      id: 'couture-runs',
      command: CommandIDs.openRuns,
      label: trans.__('Runs'),
      caption: trans.__('Show the history of all runs'),
      icon: runsIcon,
      places: placesOf(runFields(trans), trans),
      load: async () => (await import('./list')).RunHistory
    });
  }
};
