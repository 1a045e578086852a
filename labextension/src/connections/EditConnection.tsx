/** A connection that is there, a new one, or a copy. */
import type { ReactElement } from 'react';
import { ApiError, type IConnection, type IConnectionForm } from '../api';
import { EmptyState, Loading, QueryProblem, RelativeTime, UsedBy, useCouture, useQuery } from '../ui';
import { ConnectionForm } from './ConnectionForm';
import { changeOf, copyOf, draftOf, EMPTY, hasHidden } from './draft';

export function EditConnection(props: { id: string; number: number; onDone: () => void }): ReactElement {
  const { id, number, onDone } = props;
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(() => client.connections.get(id, number), undefined, [client, id, number]);
  if (!data) {
    return <Missing id={id} error={error} onRetry={refresh} />;
  }
  const save = async (form: IConnectionForm, isOverwriting: boolean): Promise<void> => {
    const since = isOverwriting ? null : data.updated_at;
    await client.connections.change(id, number, { ...changeOf(form), unchanged_since: since });
  };
  return (
    <>
      <h2>{number > 1 ? trans.__('%1, number %2', id, number) : id}</h2>
      <p className="couture-muted">
        {trans.__('Changed by %1', data.updated_by)} {data.updated_at && <RelativeTime at={data.updated_at} />}
      </p>
      <ConnectionForm
        key={data.updated_at}
        draft={draftOf(data)}
        number={number}
        isStored
        save={save}
        onReload={refresh}
        onDone={onDone}
      />
      <UsedBy name={id} uses={() => client.connections.uses(id)} />
    </>
  );
}

/** A new one; `from` names the one to copy. */
export function NewConnection(props: { from: string | null; number: number; onDone: () => void }): ReactElement {
  const { from, number, onDone } = props;
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery<IConnection | null>(
    () => (from === null ? Promise.resolve(null) : client.connections.get(from, number)),
    undefined,
    [client, from, number]
  );
  if (data === undefined) {
    return <Missing id={from ?? ''} error={error} onRetry={refresh} />;
  }
  return (
    <>
      <h2>{data ? trans.__('Copy of %1', data.connection_id) : trans.__('New connection')}</h2>
      {data && hasHidden(data) && (
        <p className="couture-muted">{trans.__('Its secrets are not copied, as nobody is shown them: type them in.')}</p>
      )}
      <ConnectionForm
        draft={data ? copyOf(data) : EMPTY}
        number={1}
        save={async form => {
          await client.connections.create(form);
        }}
        onDone={onDone}
      />
    </>
  );
}

function Missing({ id, error, onRetry }: { id: string; error: Error | undefined; onRetry: () => void }): ReactElement {
  const { trans } = useCouture();
  if (error instanceof ApiError && error.status === 404) {
    return <EmptyState title={trans.__('There is no connection %1.', id)} />;
  }
  return error ? <QueryProblem error={error} onRetry={onRetry} /> : <Loading />;
}
