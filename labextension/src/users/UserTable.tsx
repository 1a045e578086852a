/** Users as a table; a form opens above it for the one that is changed. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { IUser } from '../api';
import { actionsColumn, askAndDelete, type IColumn, RowActions, Table, useCouture } from '../ui';
import { UserForm } from './UserForm';

export function UserTable({ users }: { users: readonly IUser[] }): ReactElement {
  const { trans } = useCouture();
  const [edited, setEdited] = useState<string | null>(null);
  const columns: IColumn<IUser>[] = [
    { id: 'username', label: trans.__('User'), cell: user => user.username },
    { id: 'name', label: trans.__('Name'), cell: user => `${user.first_name} ${user.last_name}`.trim() },
    { id: 'email', label: trans.__('E-mail'), cell: user => user.email },
    { id: 'roles', label: trans.__('Roles'), cell: user => user.roles.join(', ') || trans.__('none') },
    { id: 'active', label: trans.__('Active'), cell: user => activity(user, trans) },
    actionsColumn(trans.__('Actions'), user => (
      <Actions user={user} onEdit={() => setEdited(edited === user.username ? null : user.username)} />
    ))
  ];
  const shown = users.find(({ username }) => username === edited);
  return (
    <>
      {shown && <UserForm key={shown.username} old={shown} onDone={() => setEdited(null)} />}
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Users')}
          columns={columns}
          rows={users}
          rowKey={({ username }) => username}
          onOpen={({ username }) => setEdited(username)}
        />
      </div>
    </>
  );
}

function activity(user: IUser, trans: TranslationBundle): string {
  if (user.is_waiting) {
    return trans.__('asks to be let in');
  }
  return user.is_active ? trans.__('yes') : trans.__('no');
}

function Actions({ user, onEdit }: { user: IUser; onEdit: () => void }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const { username } = user;
  const deletion = {
    subject: 'user',
    title: trans.__('Delete the user %1?', username),
    sentences: [trans.__('They may do nothing from then on. What they did stays in the audit log.')],
    failed: trans.__('The user could not be deleted.'),
    act: () => client.users.delete(username)
  };
  return <RowActions name={username} needs="users:edit" onEdit={onEdit} onDelete={() => void askAndDelete(couture, deletion)} />;
}
