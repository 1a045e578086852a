/** Pools: a page that shows what their slots do, and where they are changed. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { poolIcon } from '../ui';

export const poolsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:pools',
  description: 'Pools: how many tasks of a kind may run at once.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-pools',
      command: CommandIDs.openPools,
      label: trans.__('Pools'),
      caption: trans.__('Show and change how many tasks of a kind may run at once'),
      icon: poolIcon,
      places: { name: trans.__('The pool to look for.') },
      load: async () => (await import('./PoolsPage')).PoolsPage
    });
  }
};
