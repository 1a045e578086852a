/** Connections: a page where they are listed, edited by type, tried out, imported and exported. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage, connectionIcon } from '../ui';
import { ConnectionsPage } from './ConnectionsPage';

export const connectionsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:connections',
  description: 'Connections: how tasks reach other systems.',
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
      id: 'couture-connections',
      command: CommandIDs.openConnections,
      label: trans.__('Connections'),
      caption: trans.__('Show, change and try out the ways in which tasks reach other systems'),
      icon: connectionIcon,
      places: {
        connectionId: trans.__('The connection to show.'),
        number: trans.__('Which of several with that id.'),
        view: trans.__('"new" for a new connection, or a copy of the one named; "import" for the import of a file.')
      },
      component: ConnectionsPage
    };
    addPage(app, couture, options, palette, restorer);
  }
};
