/** Roles as a table; a form opens above it for the one that is changed. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { IRole } from '../api';
import { CommandIDs } from '../commands';
import { actionsColumn, askAndDelete, type IColumn, OpenLink, RowActions, Table, useCouture } from '../ui';
import { RoleForm } from './RoleForm';

export function RoleTable({ roles }: { roles: readonly IRole[] }): ReactElement {
  const { trans } = useCouture();
  const [edited, setEdited] = useState<string | null>(null);
  const columns: IColumn<IRole>[] = [
    { id: 'name', label: trans.__('Role'), className: 'couture-Table-about', cell: role => <Name role={role} /> },
    { id: 'users', label: trans.__('Users'), className: 'couture-Table-number', cell: role => <Users role={role} /> },
    { id: 'permissions', label: trans.__('Permissions'), cell: role => role.permissions.join(', ') },
    { id: 'dags', label: trans.__('Single DAGs'), cell: role => dagsText(role, trans) },
    actionsColumn(trans.__('Actions'), role => (
      <Actions role={role} onEdit={() => setEdited(edited === role.name ? null : role.name)} />
    ))
  ];
  const shown = roles.find(({ name, is_default }) => name === edited && !is_default);
  return (
    <>
      {shown && <RoleForm key={shown.name} old={shown} onDone={() => setEdited(null)} />}
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Roles')}
          columns={columns}
          rows={roles}
          rowKey={({ name }) => name}
          onOpen={({ name }) => setEdited(name)}
        />
      </div>
    </>
  );
}

function Name({ role }: { role: IRole }): ReactElement {
  return (
    <div>
      {role.name}
      {role.description && <div className="couture-muted">{role.description}</div>}
    </div>
  );
}

/** How many people have the role; leads to them. */
function Users({ role }: { role: IRole }): ReactElement {
  const { trans } = useCouture();
  return role.users === 0 ? (
    <span className="couture-muted">0</span>
  ) : (
    <OpenLink command={CommandIDs.openUsers} args={{ role: role.name }} title={trans.__('Open the users with the role %1', role.name)}>
      {role.users}
    </OpenLink>
  );
}

/** The DAGs with the right on each; what their authors gave is said. */
function dagsText({ dags, granted_by_authors }: IRole, trans: TranslationBundle): string {
  const given = Object.entries(dags).map(([id, right]) => `${id} (${right})`);
  const granted = Object.entries(granted_by_authors).map(([id, right]) => trans.__('%1 (%2, by its author)', id, right));
  return [...given, ...granted].join(', ');
}

function Actions({ role, onEdit }: { role: IRole; onEdit: () => void }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const { name } = role;
  const deletion = {
    subject: 'role',
    title: trans.__('Delete the role %1?', name),
    failed: trans.__('The role could not be deleted.'),
    act: () => client.roles.delete(name)
  };
  const stays = role.is_default ? trans.__('The default roles stay as they are. Make another one.') : null;
  const held = role.users > 0 ? trans.__('Somebody has it. Give them another role first.') : null;
  return (
    <RowActions
      name={name}
      needs="roles:edit"
      uneditableBecause={stays}
      undeletableBecause={stays ?? held}
      onEdit={onEdit}
      onDelete={() => void askAndDelete(couture, deletion)}
    />
  );
}
