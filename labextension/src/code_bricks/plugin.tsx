/** Code bricks: a page, a panel of the DAG editor, commands, and dropping them into any editor of Python. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { IBrickForms, ICouture, type IDagEditor, IDagEditorPanels } from '../tokens';
import { addPage, type IPageProps } from '../ui';
import { BrickForm } from './BrickForm';
import { BricksPage } from './BricksPage';
import { BricksPanel } from './BricksPanel';
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
  activate: (): IBrickForms => ({ form: BrickForm, firstValues })
};

export const codeBricksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:code-bricks',
  description: 'Code bricks: snippets for DAG files, found, filled in, inserted and written.',
  autoStart: true,
  requires: [ICouture, IEditorServices],
  optional: [IDagEditorPanels, ICommandPalette, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    editors: IEditorServices,
    panels: IDagEditorPanels | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null
  ): void => {
    const { trans } = couture;
    const targets = new Targets(app.shell);
    const services: IBrickServices = { editors, targets, writing: { editing: null } };
    const page = {
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
      moved: (from: IPageProps['place'], to: IPageProps['place']) => keep(from, to, services.writing.editing),
      component: (props: IPageProps): ReactElement => (
        <BrickProvider value={services}>
          <BricksPage {...props} />
        </BrickProvider>
      )
    };
    addPage(app, couture, page, palette, restorer);
    addCommands(app, couture, services);
    acceptDrops(couture, targets);
    for (const command of [CommandIDs.insertBrick, CommandIDs.newBrick, CommandIDs.exportBricks, CommandIDs.importBricks]) {
      palette?.addItem({ command, category: trans.__('Couture') });
    }
    panels?.add({
      id: 'bricks',
      label: trans.__('Bricks'),
      rank: 20,
      component: ({ editor }: { editor: IDagEditor }) => (
        <BrickProvider value={services}>
          <BricksPanel editor={editor} />
        </BrickProvider>
      )
    });
  }
};
