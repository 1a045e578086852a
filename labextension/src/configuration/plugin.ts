/** The configuration: a page with the settings in force and what is installed. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { configurationIcon } from '../ui';

export const configurationPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:configuration',
  description: 'The settings in force, and what is installed.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-configuration',
      command: CommandIDs.openConfiguration,
      label: trans.__('Configuration'),
      needs: 'config:read',
      caption: trans.__('Show the settings in force, where they come from, and what is installed'),
      icon: configurationIcon,
      places: { section: trans.__('"settings" or "about".') },
      load: async () => (await import('./ConfigurationPage')).ConfigurationPage
    });
  }
};
