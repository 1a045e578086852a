/** What the list of assets shows, and by what it is narrowed down. */
import { inspectorIcon as assetsIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IAsset } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, EmptyState, OpenLink, RelativeTime, useCouture } from '../ui';
import { type IListColumn, type IListDefinition, listPage } from '../ui/listing';
import { AssetsNav } from './AssetsNav';
import { FirstDagLink } from './DagLinks';
import { assetFields } from './fields';

export const AssetList = listPage(assetList);

function assetList({ client, commands, trans }: ICouture): IListDefinition<IAsset> {
  return {
    page: 'assets',
    className: 'couture-Assets',
    tableLabel: trans.__('Assets'),
    selectedLabel: '',
    columns: assetColumns(trans),
    fields: assetFields(trans),
    orderBy: 'name',
    fetch: async params => {
      const page = await client.assets.list(params);
      return { rows: page.assets, total: page.total_entries };
    },
    matches: change => change.subject === 'asset' || change.subject === 'dag',
    rowKey: asset => String(asset.id),
    onOpen: asset => void commands.execute(CommandIDs.openAssets, { assetId: asset.id }),
    exportPath: 'assets/export',
    Head: () => <AssetsNav view="list" />,
    empty: (
      <EmptyState icon={assetsIcon} title={trans.__('No DAG names an asset yet.')}>
        <span>{trans.__('Give a task outlets=[Asset("prices")], and another DAG schedule=[Asset("prices")].')}</span>
      </EmptyState>
    )
  };
}

function assetColumns(trans: ICouture['trans']): IListColumn<IAsset>[] {
  return [
    {
      id: 'name',
      label: trans.__('Asset'),
      width: 160,
      grows: true,
      isFixed: true,
      orderBy: 'name',
      cell: (asset, tabIndex) => <Name asset={asset} tabIndex={tabIndex} />
    },
    { id: 'uri', label: trans.__('URI'), width: 160, grows: true, orderBy: 'uri', cell: ({ uri }) => <Cut text={uri} isCode /> },
    { id: 'group', label: trans.__('Group'), width: 90, cell: ({ group }) => <Cut text={group} /> },
    {
      id: 'last',
      label: trans.__('Last update'),
      width: 120,
      cell: asset => <LastUpdate at={asset.last_asset_event?.timestamp ?? null} />
    },
    {
      id: 'made',
      label: trans.__('Made by'),
      width: 140,
      grows: true,
      cell: ({ id, producing_tasks: uses }, tabIndex) => <FirstDagLink uses={uses} assetId={id} tabIndex={tabIndex} />
    },
    {
      id: 'awaited',
      label: trans.__('Awaited by'),
      width: 130,
      grows: true,
      cell: ({ id, scheduled_dags: uses }, tabIndex) => <FirstDagLink uses={uses} assetId={id} tabIndex={tabIndex} />
    },
    {
      id: 'read',
      label: trans.__('Read by'),
      width: 130,
      grows: true,
      isHidden: true,
      cell: ({ id, consuming_tasks: uses }, tabIndex) => <FirstDagLink uses={uses} assetId={id} tabIndex={tabIndex} />
    },
    {
      id: 'created',
      label: trans.__('Known since'),
      width: 206,
      isHidden: true,
      orderBy: 'created_at',
      cell: asset => absoluteTime(asset.created_at)
    }
  ];
}

function Name({ asset, tabIndex }: { asset: IAsset; tabIndex: number }): ReactElement {
  return (
    <OpenLink
      command={CommandIDs.openAssets}
      args={{ assetId: asset.id }}
      title={asset.name}
      tabIndex={tabIndex}
      className="couture-cut"
    >
      {asset.name}
    </OpenLink>
  );
}

function Cut({ text, isCode = false }: { text: string; isCode?: boolean }): ReactElement {
  return (
    <span className={`couture-cut${isCode ? ' couture-mono' : ''}`} title={text}>
      {text}
    </span>
  );
}

function LastUpdate({ at }: { at: string | null }): ReactElement {
  const { trans } = useCouture();
  return at ? <RelativeTime at={at} /> : <span className="couture-muted">{trans.__('Never')}</span>;
}
