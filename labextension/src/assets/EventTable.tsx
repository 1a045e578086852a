/** The updates of an asset, the newest first: who made each, and which runs it started. */
import { type ReactElement, useState } from 'react';
import type { IAssetEvent } from '../api';
import { CommandIDs } from '../commands';
import { ErrorBanner, type IColumn, Loading, OpenLink, Pager, RelativeTime, Table, useCouture, useQuery } from '../ui';
import { extraText } from './extra';

const PAGE = 25;

export function EventTable({ assetId, name }: { assetId: number; name: string }): ReactElement {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.assets.events({ asset_id: assetId, order_by: '-timestamp', limit: PAGE, offset }),
    change => change.subject === 'asset' || (change.subject === 'dag_run' && change.what === 'created'),
    [client, assetId, offset]
  );
  const columns: IColumn<IAssetEvent>[] = [
    { id: 'when', label: trans.__('When'), cell: event => <RelativeTime at={event.timestamp} /> },
    { id: 'partition', label: trans.__('Partition'), cell: event => event.partition_key ?? '–' },
    { id: 'source', label: trans.__('Made by'), cell: event => <Source event={event} /> },
    { id: 'extra', label: trans.__('Extra'), cell: event => <code>{extraText(event.extra)}</code> },
    { id: 'started', label: trans.__('Started'), cell: event => <Started event={event} /> }
  ];
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.total_entries === 0) {
    return <p className="couture-muted">{trans.__('It was not updated yet.')}</p>;
  }
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Updates')}
          columns={columns}
          rows={data.asset_events}
          rowKey={event => String(event.id)}
        />
      </div>
      <p>
        <OpenLink command={CommandIDs.openAssetEvents} args={{ asset: name }}>
          {trans.__('Filter these updates, or export them')}
        </OpenLink>
      </p>
      <Pager offset={offset} limit={PAGE} total={data.total_entries} onMove={setOffset} />
    </>
  );
}

export function Source({ event }: { event: IAssetEvent }): ReactElement {
  const { trans } = useCouture();
  const { source_dag_id: dagId, source_run_id: runId, source_task_id: taskId } = event;
  if (!dagId || !runId) {
    return <>{trans.__('By hand')}</>;
  }
  return <RunLink dagId={dagId} runId={runId} label={taskId ? `${dagId}.${taskId}` : dagId} />;
}

export function Started({ event }: { event: IAssetEvent }): ReactElement {
  return (
    <>
      {event.created_dagruns.map((run, index) => (
        <span key={`${run.dag_id} ${run.run_id}`}>
          {index > 0 && ', '}
          <RunLink dagId={run.dag_id} runId={run.run_id} label={run.dag_id} />
        </span>
      ))}
    </>
  );
}

function RunLink({ dagId, runId, label }: { dagId: string; runId: string; label: string }): ReactElement {
  const { commands } = useCouture();
  return (
    <button
      type="button"
      className="couture-Link"
      title={runId}
      onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId })}
    >
      {label}
    </button>
  );
}
