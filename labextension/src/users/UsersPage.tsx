/** All users by name, with their roles; changed at their place. */
import { addIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useDeferredValue, useState } from 'react';
import type { IChange } from '../state/changes';
import type { IPageProps } from '../tokens';
import { ActionButton, EmptyState, Loading, Pager, QueryProblem, SearchField, useCouture, useQuery } from '../ui';
import { UserForm } from './UserForm';
import { UserStatistics } from './UserStatistics';
import { UserTable } from './UserTable';

const PAGE = 50;

export function UsersPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const [isMaking, setMaking] = useState(false);
  const [offset, setOffset] = useState(0);
  const text = typeof place.text === 'string' ? place.text : '';
  const role = typeof place.role === 'string' ? place.role : undefined;
  const words = useDeferredValue(text);
  const { data, error, refresh } = useQuery(
    () => client.users.list({ text: words, role, limit: PAGE, offset }),
    concernsUsers,
    [client, words, role, offset]
  );
  const total = data?.total_entries ?? 0;
  return (
    <div className="couture-Page couture-Users">
      <h1>{trans.__('Users')}</h1>
      <p className="couture-muted">
        {trans.__('Whoever is not listed may do nothing, where the server looks people up here. Alone on a laptop you are Admin in any case.')}
      </p>
      <div className="couture-Buttons">
        <SearchField
          label={trans.__('Search by name or address')}
          value={text}
          onChange={typed => {
            onPlace({ ...(typed && { text: typed }), ...(role && { role }) });
            setOffset(0);
          }}
        />
        {role && <ActionButton label={trans.__('Role: %1 – show all', role)} onClick={() => onPlace(text ? { text } : {})} />}
        <ActionButton
          variant="primary"
          icon={addIcon}
          label={trans.__('New user')}
          needs="users:edit"
          onClick={() => setMaking(true)}
        />
      </div>
      {isMaking && <UserForm onDone={() => setMaking(false)} />}
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {data && total === 0 && <EmptyState title={text || role ? trans.__('There is no such user.') : trans.__('Nobody is entered yet.')} />}
      {data && total > 0 && <UserTable users={data.users} />}
      <Pager offset={offset} limit={PAGE} total={total} onMove={setOffset} />
      <UserStatistics />
    </div>
  );
}

function concernsUsers({ subject }: IChange): boolean {
  return subject === 'user' || subject === 'role';
}
