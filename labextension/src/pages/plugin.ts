/** The pages of the main area: each feature says what its page is, here it becomes a command, a widget, a place in the layout. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { ICouture, IPages } from '../tokens';
import { Pages } from './pages';

export const pagesPlugin: JupyterFrontEndPlugin<IPages> = {
  id: 'couture-jupyter:pages',
  description: 'The pages of the main area.',
  autoStart: true,
  requires: [ICouture],
  optional: [ICommandPalette, ILayoutRestorer, IStateDB],
  provides: IPages,
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ): IPages => new Pages({ app, couture, palette, restorer, stateDB })
};
