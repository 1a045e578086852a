/** Assets as a table: where each lies, when it was updated, who makes and awaits it. */
import type { ReactElement } from 'react';
import type { IAsset } from '../api';
import { type IColumn, RelativeTime, Table, useCouture } from '../ui';
import { DagLinks } from './DagLinks';

export interface IAssetTableProps {
  assets: readonly IAsset[];
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
  onOpen: (assetId: number) => void;
}

export function AssetTable({ assets, orderBy, onOrder, onOpen }: IAssetTableProps): ReactElement {
  const { trans } = useCouture();
  const columns: IColumn<IAsset>[] = [
    {
      id: 'name',
      label: trans.__('Asset'),
      orderBy: 'name',
      cell: asset => (
        <button type="button" className="couture-Link" onClick={() => onOpen(asset.id)}>
          {asset.name}
        </button>
      )
    },
    {
      id: 'uri',
      label: trans.__('URI'),
      orderBy: 'uri',
      cell: asset => (asset.uri === asset.name ? '' : <code>{asset.uri}</code>)
    },
    { id: 'group', label: trans.__('Group'), cell: asset => asset.group },
    {
      id: 'last',
      label: trans.__('Last update'),
      cell: asset => <LastUpdate at={asset.last_asset_event?.timestamp ?? null} />
    },
    { id: 'made', label: trans.__('Made by'), cell: asset => <DagLinks uses={asset.producing_tasks} /> },
    { id: 'awaited', label: trans.__('Awaited by'), cell: asset => <DagLinks uses={asset.scheduled_dags} /> }
  ];
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Assets')}
        columns={columns}
        rows={assets}
        rowKey={asset => String(asset.id)}
        orderBy={orderBy}
        onOrder={onOrder}
        onOpen={asset => onOpen(asset.id)}
      />
    </div>
  );
}

function LastUpdate({ at }: { at: string | null }): ReactElement {
  const { trans } = useCouture();
  return at ? <RelativeTime at={at} /> : <span className="couture-muted">{trans.__('Never')}</span>;
}
