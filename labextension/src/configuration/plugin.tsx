/** The configuration: a page with the settings in force and what is installed. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage, configurationIcon } from '../ui';
import { ConfigurationPage } from './ConfigurationPage';

export const configurationPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:configuration',
  description: 'The settings in force, and what is installed.',
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
      id: 'couture-configuration',
      command: CommandIDs.openConfiguration,
      label: trans.__('Configuration'),
      caption: trans.__('Show the settings in force, where they come from, and what is installed'),
      icon: configurationIcon,
      places: { section: trans.__('"settings" or "about".') },
      component: ConfigurationPage
    };
    addPage(app, couture, options, palette, restorer);
  }
};
