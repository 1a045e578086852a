/** Users as a table; a form opens above it for the one that is changed. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { IUser } from '../api';
import { ActionButton, actionsColumn, askAndDelete, type IColumn, keyIcon, RowActions, Table, useCouture } from '../ui';
import { myself } from '../ui/permissions';
import { FirstPasswordForm } from './FirstPasswordForm';
import { UserForm } from './UserForm';

export function UserTable({ users }: { users: readonly IUser[] }): ReactElement {
  const { trans } = useCouture();
  const [opened, setOpened] = useState<IOpened | null>(null);
  const toggle = (username: string, form: IOpened['form']): void =>
    setOpened(opened?.username === username && opened.form === form ? null : { username, form });
  const columns: IColumn<IUser>[] = [
    { id: 'username', label: trans.__('User'), className: 'couture-Table-about', cell: user => user.username },
    { id: 'name', label: trans.__('Name'), cell: user => `${user.first_name} ${user.last_name}`.trim() },
    { id: 'email', label: trans.__('E-mail'), cell: user => user.email },
    { id: 'roles', label: trans.__('Roles'), cell: user => user.roles.join(', ') || trans.__('none') },
    { id: 'active', label: trans.__('Active'), cell: user => activity(user, trans) },
    actionsColumn(trans.__('Actions'), user => (
      <Actions user={user} onEdit={() => toggle(user.username, 'user')} onPassword={() => toggle(user.username, 'password')} />
    ))
  ];
  const shown = users.find(({ username }) => username === opened?.username);
  const Form = opened?.form === 'password' ? FirstPasswordForm : UserForm;
  return (
    <>
      {shown && <Form key={shown.username} user={shown} onDone={() => setOpened(null)} />}
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Users')}
          columns={columns}
          rows={users}
          rowKey={({ username }) => username}
          onOpen={({ username }) => setOpened({ username, form: 'user' })}
        />
      </div>
    </>
  );
}

/** The form above the table. */
interface IOpened {
  readonly username: string;
  readonly form: 'user' | 'password';
}

function activity(user: IUser, trans: TranslationBundle): string {
  if (user.is_waiting) {
    return trans.__('asks to be let in');
  }
  return user.is_active ? trans.__('yes') : trans.__('no');
}

function Actions({ user, onEdit, onPassword }: { user: IUser; onEdit: () => void; onPassword: () => void }): ReactElement {
  const couture = useCouture();
  const { client, trans } = couture;
  const { username } = user;
  const deletion = {
    subject: 'user',
    title: trans.__('Delete the user %1?', username),
    sentences: [
      trans.__('They may do nothing from then on. What they did stays in the audit log.'),
      trans.__('What they have scheduled is paused, and stays.')
    ],
    failed: trans.__('The user could not be deleted.'),
    act: () => client.users.delete(username)
  };
  // Elsewhere nobody is asked for a password that is kept here.
  const password = (myself(couture)?.password_page ?? null) !== null && (
    <ActionButton
      iconOnly
      variant="minimal"
      icon={keyIcon}
      label={trans.__('Password of %1', username)}
      needs="users:edit"
      onClick={onPassword}
    />
  );
  return (
    <RowActions name={username} needs="users:edit" onEdit={onEdit} more={password} onDelete={() => void askAndDelete(couture, deletion)} />
  );
}
