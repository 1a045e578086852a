/** Variables: a page where they are listed, edited, imported and exported. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { variableIcon } from '../ui';

export const variablesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:variables',
  description: 'Variables: named values for tasks.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-variables',
      command: CommandIDs.openVariables,
      label: trans.__('Variables'),
      needs: 'variables:read',
      caption: trans.__('Show and change the named values that tasks use'),
      icon: variableIcon,
      places: {
        key: trans.__('The variable to show.'),
        view: trans.__('"new" for a new variable, "import" for the import of a file.')
      },
      load: async () => (await import('./VariablesPage')).VariablesPage
    });
  }
};
