/** All roles: the default ones to look at, others changed at their place. */
import { addIcon } from '@jupyterlab/ui-components';
import { type ReactElement, useState } from 'react';
import type { IChange } from '../state/changes';
import type { IPageProps } from '../tokens';
import { ActionButton, EmptyState, Loading, QueryProblem, SearchField, useCouture, useQuery } from '../ui';
import { RoleForm } from './RoleForm';
import { RoleTable } from './RoleTable';

export function RolesPage({ place, onPlace }: IPageProps): ReactElement {
  const { client, trans } = useCouture();
  const [isMaking, setMaking] = useState(false);
  const text = typeof place.name === 'string' ? place.name : '';
  const { data, error, refresh } = useQuery(() => client.roles.list(), concernsRoles, [client]);
  const shown = data?.roles.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <div className="couture-Page couture-Roles">
      <h1>{trans.__('Roles')}</h1>
      <p className="couture-muted">
        {trans.__('Whoever has several roles may do what any of them allows. The default roles stay as they are.')}
      </p>
      <div className="couture-Buttons">
        <SearchField
          label={trans.__('Search by name')}
          value={text}
          onChange={name => onPlace(name ? { name } : {})}
        />
        <ActionButton
          variant="primary"
          icon={addIcon}
          label={trans.__('New role')}
          needs="roles:edit"
          onClick={() => setMaking(true)}
        />
      </div>
      {isMaking && <RoleForm onDone={() => setMaking(false)} />}
      {error && <QueryProblem error={error} onRetry={refresh} />}
      {!data && !error && <Loading />}
      {shown?.length === 0 && <EmptyState title={trans.__('No role has such a name.')} />}
      {shown && shown.length > 0 && <RoleTable roles={shown} />}
    </div>
  );
}

function concernsRoles({ subject }: IChange): boolean {
  return subject === 'role' || subject === 'user';
}
