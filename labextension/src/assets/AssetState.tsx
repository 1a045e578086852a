/** What tasks keep with an asset over runs; nothing where they keep nothing. */
import { type ReactElement, useState } from 'react';
import type { IAssetState } from '../api';
import { ErrorBanner, KeptValues, useCouture, useQuery } from '../ui';

const PAGE = 25;

export function AssetState({ assetId }: { assetId: number }): ReactElement | null {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.stateStores.ofAsset(assetId, { limit: PAGE, offset }),
    change => change.subject === 'asset' || change.subject === 'task_instance',
    [client, assetId, offset],
    5000
  );
  if (error) {
    return <ErrorBanner error={error} onRetry={refresh} />;
  }
  if (!data || data.total_entries === 0) {
    return null;
  }
  const by = {
    label: trans.__('By'),
    cell: ({ last_updated_by: who }: IAssetState) => {
      if (who.kind === 'watcher') {
        return trans.__('A watcher');
      }
      return who.dag_id ? `${who.dag_id}.${who.task_id}` : trans.__('By hand');
    }
  };
  return (
    <>
      <h3>{trans.__('State')}</h3>
      <KeptValues
        rows={data.asset_state_store}
        more={by}
        offset={offset}
        limit={PAGE}
        total={data.total_entries}
        onMove={setOffset}
      />
    </>
  );
}
