/** Code bricks: a page, a panel of the DAG editor, commands, and dropping them into any editor of Python. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { CommandIDs } from '../commands';
import { IBrickForms, ICouture, IDagEditorPanels, IPages } from '../tokens';
import { lazily } from '../ui';
import { addCommands } from './commands';
import { acceptDrops } from './dragging';
import { keep } from './editing';
import { bricksIcon } from './icons';
import { BrickProvider, type IBrickServices } from './services';
import { Targets } from './targets';
import { firstValues } from './values';

const ID = 'couture-code-bricks';

export const brickFormsPlugin: JupyterFrontEndPlugin<IBrickForms> = {
  id: 'couture-jupyter:brick-forms',
  description: 'The form for the placeholders of a code brick.',
  autoStart: true,
  provides: IBrickForms,
  activate: (): IBrickForms => ({
    form: lazily(async () => (await import('./BrickForm')).BrickForm),
    firstValues
  })
};

export const codeBricksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:code-bricks',
  description: 'Code bricks: snippets for DAG files, found, filled in, inserted and written.',
  autoStart: true,
  requires: [ICouture, IEditorServices, IPages],
  optional: [IDagEditorPanels, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    editors: IEditorServices,
    pages: IPages,
    panels: IDagEditorPanels | null,
    palette: ICommandPalette | null
  ): void => {
    const { trans } = couture;
    const targets = new Targets(app.shell);
    const services: IBrickServices = { editors, targets, writing: { editing: null } };
    pages.add({
      id: ID,
      command: CommandIDs.openBricks,
      label: trans.__('Code Bricks'),
      caption: trans.__('Find snippets for DAG files and insert them'),
      icon: bricksIcon,
      places: {
        brickId: trans.__('The brick to show.'),
        importing: trans.__('Whether to import bricks.'),
        editing: trans.__('A brick that is being written, as JSON.'),
        begun: trans.__('When it was begun.'),
        kept: trans.__('Bricks that were begun and not saved, as JSON.')
      },
      moved: (from, to) => keep(from, to, services.writing.editing),
      load: async () => {
        const { BricksPage } = await import('./BricksPage');
        return props => (
          <BrickProvider value={services}>
            <BricksPage {...props} />
          </BrickProvider>
        );
      }
    });
    addCommands(app, couture, services);
    acceptDrops(couture, targets);
    for (const command of [CommandIDs.insertBrick, CommandIDs.newBrick, CommandIDs.exportBricks, CommandIDs.importBricks]) {
      palette?.addItem({ command, category: trans.__('Couture') });
    }
    panels?.add({
      id: 'bricks',
      label: trans.__('Bricks'),
      rank: 20,
      component: lazily(async () => {
        const { BricksPanel } = await import('./BricksPanel');
        return props => (
          <BrickProvider value={services}>
            <BricksPanel {...props} />
          </BrickProvider>
        );
      })
    });
  }
};
