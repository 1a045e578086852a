/** All pools: what their slots do just now, changed at their place. */
import { addIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IChange } from '../state/changes';
import type { IPageProps } from '../tokens';
import { ActionButton, EmptyState, Loading, Pager, QueryProblem, SearchField, useCouture, useQuery } from '../ui';
import { PoolForm } from './PoolForm';
import { PoolTable } from './PoolTable';

const PAGE = 50;
const THROTTLE = 1000; // many tasks may begin and end within a second

export function PoolsPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const [isMaking, setMaking] = useState(false);
  const [orderBy, setOrderBy] = useState('name');
  const [offset, setOffset] = useState(0);
  const text = typeof place.name === 'string' ? place.name : '';
  const pattern = useDeferredValue(text);
  const { data, error, refresh } = useQuery(
    () => client.pools.list({ pool_name_pattern: pattern, order_by: orderBy, limit: PAGE, offset }),
    concernsPools,
    [client, pattern, orderBy, offset],
    THROTTLE
  );
  const total = data?.total_entries ?? 0;
  return (
    <div className="couture-Page couture-Pools">
      <h1>{trans.__('Pools')}</h1>
      <p className="couture-muted">
        {trans.__('A task takes slots of its pool while it is queued and while it runs. Where none is free, it waits.')}
      </p>
      <div className="couture-Buttons">
        <SearchField
          label={trans.__('Search by name')}
          value={text}
          onChange={name => {
            onPlace(name ? { name } : {});
            setOffset(0);
          }}
        />
        <ActionButton
          variant="primary"
          icon={addIcon}
          label={trans.__('New pool')}
          needs="pools:edit"
          onClick={() => setMaking(true)}
        />
      </div>
      {isMaking && <PoolForm onDone={() => setMaking(false)} />}
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && total === 0 && <EmptyState title={trans.__('No pool has such a name.')} />}
      {data && total > 0 && <PoolTable pools={data.pools} orderBy={orderBy} onOrder={setOrderBy} />}
      <Pager offset={offset} limit={PAGE} total={total} onMove={setOffset} />
    </div>
  );
}

function concernsPools({ subject }: IChange): boolean {
  return subject === 'pool' || subject === 'task_instance' || subject === 'dag_run';
}
