/** The page of import errors. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { bugIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage } from '../ui';
import { ImportErrorsPage } from './ImportErrorsPage';

export const importErrorsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:import-errors',
  description: 'DAG files that could not be read.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    const page = {
      id: 'couture-import-errors',
      command: CommandIDs.openImportErrors,
      label: trans.__('Import Errors'),
      caption: trans.__('Show the DAG files that could not be read'),
      icon: bugIcon,
      places: { text: 'Part of the names of the files to show' },
      component: ImportErrorsPage
    };
    addPage(app, couture, page, palette, restorer);
  }
};
