/** Assets: a page of all, a list of their updates, a section of DAGs. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { inspectorIcon as icon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, IPages } from '../tokens';
import { lazily } from '../ui';
import { placesOf } from '../ui/listing';
import { assetFields, eventFields } from './fields';

export const assetsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:assets',
  description: 'Assets: what DAGs make and wait for.',
  autoStart: true,
  requires: [ICouture, IDagViews, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, views: IDagViews, pages: IPages): void => {
    const { trans } = couture;
    const label = trans.__('Assets');
    views.add({ id: 'assets', label, rank: 68, component: lazily(async () => (await import('./AssetsOfDag')).AssetsOfDag) });
    pages.add({
      ...{ id: 'couture-assets', command: CommandIDs.openAssets, label, icon },
      caption: trans.__('Show the assets that DAGs make and wait for'),
      places: {
        assetId: trans.__('The asset to show, by its number'),
        view: trans.__('How all assets are shown: list or lineage'),
        ...placesOf(assetFields(trans), trans)
      },
      load: async () => (await import('./AssetsPage')).AssetsPage
    });
    pages.add({
      ...{ id: 'couture-asset-events', command: CommandIDs.openAssetEvents, label: trans.__('Updates of Assets'), icon },
      caption: trans.__('Show the updates of all assets: who made each, and which runs it started'),
      places: placesOf(eventFields(trans), trans),
      load: async () => (await import('./event_list')).AssetEvents
    });
  }
};
