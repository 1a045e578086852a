/** Variables: a page where they are listed, edited, imported and exported. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage, variableIcon } from '../ui';
import { VariablesPage } from './VariablesPage';

export const variablesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:variables',
  description: 'Variables: named values for tasks.',
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
    const options = {
      id: 'couture-variables',
      command: CommandIDs.openVariables,
      label: trans.__('Variables'),
      caption: trans.__('Show and change the named values that tasks use'),
      icon: variableIcon,
      places: {
        key: trans.__('The variable to show.'),
        view: trans.__('"new" for a new variable, "import" for the import of a file.')
      },
      component: VariablesPage
    };
    addPage(app, couture, options, palette, restorer);
  }
};
