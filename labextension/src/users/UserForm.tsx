/** A new user, or the changes of one. */
import { type ReactElement, useState } from 'react';
import type { IUser } from '../api';
import { AdminForm, TextField, Toggle, useCouture, useQuery, useSaving } from '../ui';

const FIELDS = ['first_name', 'last_name', 'email'] as const;
const LONGEST = 250;

export function UserForm({ user: old, onDone }: { user?: IUser; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { problem, problemBeside, save } = useSaving({ subject: 'user', isNew: !old, nameField: 'username', onDone });
  const [username, setUsername] = useState(old?.username ?? '');
  const [texts, setTexts] = useState({
    first_name: old?.first_name ?? '',
    last_name: old?.last_name ?? '',
    email: old?.email ?? ''
  });
  const [roles, setRoles] = useState<readonly string[]>(old?.roles ?? []);
  const [isActive, setActive] = useState(old?.is_active ?? true);
  const labels = { first_name: trans.__('First name'), last_name: trans.__('Last name'), email: trans.__('E-mail') };
  const form = { ...texts, roles: [...roles], is_active: isActive };
  const missing = username.trim() === '' ? trans.__('Give the user a name.') : null;
  return (
    <AdminForm
      label={old ? trans.__('Edit %1', old.username) : trans.__('New user')}
      needs="users:edit"
      disabledBecause={missing}
      problem={problemBeside(['username', ...FIELDS])}
      onSave={() => save(() => (old ? client.users.change(old.username, form) : client.users.create({ ...form, username })))}
      onCancel={onDone}
    >
      <div className="couture-FormRow">
        {!old && (
          <TextField
            label={trans.__('Name')}
            path="username"
            isRequired
            hint={trans.__('As the login of this server names them.')}
            error={problem?.fields.username}
            input={{ maxLength: LONGEST }}
            value={username}
            onChange={setUsername}
          />
        )}
        {FIELDS.map(path => (
          <TextField
            key={path}
            label={labels[path]}
            path={path}
            error={problem?.fields[path]}
            input={{ maxLength: LONGEST }}
            value={texts[path]}
            onChange={value => setTexts({ ...texts, [path]: value })}
          />
        ))}
      </div>
      <Roles chosen={roles} onChange={setRoles} />
      <Toggle label={trans.__('Active: who is not may do nothing')} isOn={isActive} onChange={setActive} />
    </AdminForm>
  );
}

function Roles({ chosen, onChange }: { chosen: readonly string[]; onChange: (chosen: readonly string[]) => void }): ReactElement {
  const { client, trans } = useCouture();
  const { data } = useQuery(() => client.roles.list(), ({ subject }) => subject === 'role', [client]);
  return (
    <fieldset className="couture-Choices">
      <legend>{trans.__('Roles')}</legend>
      {data?.roles.map(({ name }) => (
        <Toggle
          key={name}
          label={name}
          isOn={chosen.includes(name)}
          onChange={isOn => onChange(isOn ? [...chosen, name] : chosen.filter(each => each !== name))}
        />
      ))}
    </fieldset>
  );
}
