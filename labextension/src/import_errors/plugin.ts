/** The page of import errors. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { bugIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';

export const importErrorsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:import-errors',
  description: 'DAG files that could not be read.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-import-errors',
      command: CommandIDs.openImportErrors,
      label: trans.__('Import Errors'),
      caption: trans.__('Show the DAG files that could not be read'),
      icon: bugIcon,
      places: { text: 'Part of the names of the files to show' },
      load: async () => (await import('./ImportErrorsPage')).ImportErrorsPage
    });
  }
};
