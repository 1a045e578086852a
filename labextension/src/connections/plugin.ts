/** Connections: a page where they are listed, edited by type, tried out, imported and exported. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { connectionIcon } from '../ui';

export const connectionsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:connections',
  description: 'Connections: how tasks reach other systems.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-connections',
      command: CommandIDs.openConnections,
      label: trans.__('Connections'),
      needs: 'connections:read',
      caption: trans.__('Show, change and try out the ways in which tasks reach other systems'),
      icon: connectionIcon,
      places: {
        connectionId: trans.__('The connection to show.'),
        number: trans.__('Which of several with that id.'),
        view: trans.__('"new" for a new connection, or a copy of the one named; "import" for the import of a file.')
      },
      load: async () => (await import('./ConnectionsPage')).ConnectionsPage
    });
  }
};
