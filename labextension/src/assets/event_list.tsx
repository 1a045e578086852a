/** What the list of the updates of all assets shows, and by what it is narrowed down. */
import { inspectorIcon as assetsIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IAssetEvent } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, EmptyState, OpenLink } from '../ui';
import { listPage, type IListColumn, type IListDefinition } from '../ui/listing';
import { AssetsNav } from './AssetsNav';
import { extraText } from './extra';
import { Source, Started } from './EventTable';
import { eventFields } from './fields';

export const AssetEvents = listPage(assetEventList);

function assetEventList({ client, commands, trans }: ICouture): IListDefinition<IAssetEvent> {
  return {
    page: 'asset-events',
    className: 'couture-AssetEvents',
    tableLabel: trans.__('Updates of assets'),
    selectedLabel: '',
    columns: eventColumns(trans),
    fields: eventFields(trans),
    orderBy: '-timestamp',
    fetch: async params => {
      const page = await client.assets.events(params);
      return { rows: page.asset_events, total: page.total_entries };
    },
    matches: change => change.subject === 'asset',
    rowKey: event => String(event.id),
    onOpen: event => void commands.execute(CommandIDs.openAssets, { assetId: event.asset_id }),
    exportPath: 'assets/events/export',
    isExportOrdered: false,
    Head: () => <AssetsNav view="events" />,
    empty: (
      <EmptyState icon={assetsIcon} title={trans.__('No asset was updated yet.')}>
        <span>{trans.__('A task that succeeds updates its outlets. An update by hand is made on the page of an asset.')}</span>
      </EmptyState>
    )
  };
}

function eventColumns(trans: ICouture['trans']): IListColumn<IAssetEvent>[] {
  return [
    {
      id: 'when',
      label: trans.__('When'),
      width: 206,
      isFixed: true,
      orderBy: 'timestamp',
      cell: event => absoluteTime(event.timestamp)
    },
    {
      id: 'asset',
      label: trans.__('Asset'),
      width: 150,
      grows: true,
      isFixed: true,
      cell: (event, tabIndex) => <AssetName event={event} tabIndex={tabIndex} />
    },
    {
      id: 'source',
      label: trans.__('Made by'),
      width: 150,
      grows: true,
      orderBy: 'source_dag_id',
      cell: event => (
        <span className="couture-cut">
          <Source event={event} />
        </span>
      )
    },
    {
      id: 'started',
      label: trans.__('Started'),
      width: 140,
      grows: true,
      cell: event => (
        <span className="couture-cut">
          <Started event={event} />
        </span>
      )
    },
    { id: 'partition', label: trans.__('Partition'), width: 110, cell: event => event.partition_key ?? '' },
    {
      id: 'extra',
      label: trans.__('Extra'),
      width: 130,
      grows: true,
      cell: ({ extra }) => (
        <span className="couture-cut couture-mono" title={extraText(extra)}>
          {extraText(extra)}
        </span>
      )
    },
    {
      id: 'run',
      label: trans.__('Run'),
      width: 150,
      grows: true,
      isHidden: true,
      orderBy: 'source_run_id',
      cell: event => <span className="couture-cut couture-mono">{event.source_run_id ?? ''}</span>
    }
  ];
}

function AssetName({ event, tabIndex }: { event: IAssetEvent; tabIndex: number }): ReactElement {
  return (
    <OpenLink
      command={CommandIDs.openAssets}
      args={{ assetId: event.asset_id }}
      title={event.name ?? undefined}
      tabIndex={tabIndex}
      className="couture-cut"
    >
      {event.name}
    </OpenLink>
  );
}
