/** Connections, page by page: searched, copied, deleted, exported without their secrets. */
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IPageProps } from '../tokens';
import { connectionIcon, EmptyState, Loading, Pager, QueryProblem, StoreBar, useCouture, useQuery } from '../ui';
import { deleteConnection, exportConnections } from './actions';
import { ConnectionTable } from './ConnectionTable';

const PAGE = 50;

export function ConnectionList({ onPlace }: Pick<IPageProps, 'onPlace'>): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const [text, setText] = useState('');
  const [orderBy, setOrderBy] = useState('connection_id');
  const [offset, setOffset] = useState(0);
  const pattern = useDeferredValue(text);
  const { data, error, refresh } = useQuery(
    () => client.connections.list({ connection_id_pattern: pattern, order_by: orderBy, limit: PAGE, offset }),
    change => change.subject === 'connection',
    [client, pattern, orderBy, offset]
  );
  const search = (value: string): void => {
    setText(value);
    setOffset(0);
  };
  const total = data?.total_entries ?? 0;
  return (
    <>
      <StoreBar
        search={{ label: trans.__('Search by id'), value: text, onChange: search }}
        needs="connections:edit"
        newLabel={trans.__('New connection')}
        total={total}
        exporting={{
          label: trans.__('Export'),
          title: trans.__('Save a file without the secrets: those stand as *** in it'),
          onClick: () => void exportConnections(couture, pattern)
        }}
        onPlace={onPlace}
      />
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && total === 0 && <NoConnections isSearching={pattern !== ''} />}
      {data && total > 0 && (
        <ConnectionTable
          connections={data.connections}
          orderBy={orderBy}
          onOrder={setOrderBy}
          onOpen={({ connection_id: connectionId, number }) => onPlace({ connectionId, number })}
          onCopy={({ connection_id: connectionId, number }) => onPlace({ connectionId, number, view: 'new' })}
          onDelete={connection => void deleteConnection(couture, connection)}
        />
      )}
      <Pager offset={offset} limit={PAGE} total={total} onMove={setOffset} />
    </>
  );
}

function NoConnections({ isSearching }: { isSearching: boolean }): ReactElement {
  const { trans } = useCouture();
  if (isSearching) {
    return <EmptyState title={trans.__('No connection has such an id.')} />;
  }
  return (
    <EmptyState icon={connectionIcon} title={trans.__('There are no connections yet.')}>
      <p>
        {trans.__(
          'A connection says once how to reach another system; tasks only name it: Connection.get("warehouse"). Make one, or import a file.'
        )}
      </p>
    </EmptyState>
  );
}
