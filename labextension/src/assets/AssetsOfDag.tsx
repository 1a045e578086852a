/** The assets of a DAG: those that its next run waits for, and which of them have come; those that it makes and reads. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { EmptyState, ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { AssetTable } from './AssetTable';
import { Awaited } from './Awaited';

const MOST = 100;

export function AssetsOfDag({ dagId }: { dagId: string }): ReactElement {
  const { client, commands, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    async () => {
      const [next, named] = await Promise.all([
        client.assets.nextRun(dagId),
        client.assets.list({ dag_ids: [dagId], order_by: 'name', limit: MOST })
      ]);
      return { next, named };
    },
    change => change.subject === 'asset' || (change.dag_id === dagId && ['dag', 'dag_run'].includes(change.subject)),
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const { next, named } = data;
  const isAwaiting = next.asset_expression !== null;
  if (!isAwaiting && named.total_entries === 0) {
    return (
      <EmptyState title={trans.__('This DAG names no assets.')}>
        <p>{trans.__('With outlets=[Asset("prices")] a task says what it makes; with schedule=[…] a DAG waits for it.')}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {isAwaiting && <Awaited next={next} />}
      {named.total_entries > 0 && (
        <>
          <h2>{trans.__('Assets that this DAG names')}</h2>
          <AssetTable
            assets={named.assets}
            onOpen={assetId => void commands.execute(CommandIDs.openAssets, { assetId })}
          />
        </>
      )}
    </>
  );
}
