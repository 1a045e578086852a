/** Pools: a page that shows what their slots do, and where they are changed. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { addPage, poolIcon } from '../ui';
import { PoolsPage } from './PoolsPage';

export const poolsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:pools',
  description: 'Pools: how many tasks of a kind may run at once.',
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
      id: 'couture-pools',
      command: CommandIDs.openPools,
      label: trans.__('Pools'),
      caption: trans.__('Show and change how many tasks of a kind may run at once'),
      icon: poolIcon,
      places: { name: trans.__('The pool to look for.') },
      component: PoolsPage
    };
    addPage(app, couture, options, palette, restorer);
  }
};
