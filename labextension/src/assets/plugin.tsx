/** Assets: a page of all, a list of their updates, a section of DAGs. */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews } from '../tokens';
import { addPage, type IPageProps } from '../ui';
import { addListPage } from '../ui/listing';
import { AssetsOfDag } from './AssetsOfDag';
import { AssetsPage } from './AssetsPage';
import { assetEventList } from './event_list';
import { assetList } from './list';

export const assetsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:assets',
  description: 'Assets: what DAGs make and wait for.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [ICommandPalette, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    views: IDagViews,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    stateDB: IStateDB | null
  ): void => {
    const { trans } = couture;
    const list = assetList(couture);
    views.add({ id: 'assets', label: trans.__('Assets'), rank: 68, component: AssetsOfDag });
    const options = {
      id: list.id,
      command: CommandIDs.openAssets,
      label: list.title,
      caption: trans.__('Show the assets that DAGs make and wait for'),
      icon: list.icon,
      places: {
        assetId: trans.__('The asset to show, by its number'),
        view: trans.__('How all assets are shown: list or lineage'),
        ...Object.fromEntries(list.fields.map(({ id, label }) => [id, label])),
        orderBy: trans.__('What the list is ordered by'),
        columns: trans.__('The columns in sight, with commas between')
      },
      component: (props: IPageProps) => <AssetsPage {...props} list={list} stateDB={stateDB} />
    };
    addPage(app, couture, options, palette, restorer);
    const caption = trans.__('Show the updates of all assets: who made each, and which runs it started');
    const place = { app, couture, palette, restorer, stateDB, command: CommandIDs.openAssetEvents, caption };
    addListPage(assetEventList(couture), place);
  }
};
