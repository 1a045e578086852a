/** A new user, or the changes of one. */
import { type ReactElement, useState } from 'react';
import type { ApiError, IUser } from '../api';
import { ActionButton, Field, nameTaken, Toggle, useCouture, useQuery } from '../ui';

const FIELDS = ['first_name', 'last_name', 'email'] as const;

export function UserForm({ old, onDone }: { old?: IUser; onDone: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const [username, setUsername] = useState(old?.username ?? '');
  const [texts, setTexts] = useState({
    first_name: old?.first_name ?? '',
    last_name: old?.last_name ?? '',
    email: old?.email ?? ''
  });
  const [roles, setRoles] = useState<readonly string[]>(old?.roles ?? []);
  const [isActive, setActive] = useState(old?.is_active ?? true);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const labels = { first_name: trans.__('First name'), last_name: trans.__('Last name'), email: trans.__('E-mail') };
  const save = async (): Promise<void> => {
    const form = { ...texts, roles: [...roles], is_active: isActive };
    try {
      setProblem(null);
      await (old ? client.users.change(old.username, form) : client.users.create({ ...form, username }));
      changes.announce({ subject: 'user', what: old ? 'changed' : 'created' });
      onDone();
    } catch (reason) {
      setProblem(nameTaken(reason, old ? null : 'username'));
    }
  };
  const missing = username.trim() === '' ? trans.__('Give the user a name.') : null;
  return (
    <form
      className="couture-AdminForm"
      aria-label={old ? trans.__('Edit %1', old.username) : trans.__('New user')}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="couture-FormRow">
        {!old && (
          <Text
            label={trans.__('Name')}
            path="username"
            isRequired
            hint={trans.__('As the login of this server names them.')}
            problem={problem}
            value={username}
            onChange={setUsername}
          />
        )}
        {FIELDS.map(path => (
          <Text
            key={path}
            label={labels[path]}
            path={path}
            problem={problem}
            value={texts[path]}
            onChange={value => setTexts({ ...texts, [path]: value })}
          />
        ))}
      </div>
      <Roles chosen={roles} onChange={setRoles} />
      <Toggle label={trans.__('Active: who is not may do nothing')} isOn={isActive} onChange={setActive} />
      {problem && !isAtText(problem) && (
        <div className="couture-Field-error" role="alert">
          {problem.detail}
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton isSubmit variant="primary" label={trans.__('Save')} needs="users:edit" disabledBecause={missing} />
        <ActionButton label={trans.__('Cancel')} onClick={onDone} />
      </div>
    </form>
  );
}

/** Whether what is wrong is told at a field of text. */
function isAtText({ fields }: ApiError): boolean {
  const places = Object.keys(fields);
  return places.length > 0 && places.every(path => path === 'username' || FIELDS.some(field => field === path));
}

interface ITextProps {
  label: string;
  path: string;
  value: string;
  problem: ApiError | null;
  isRequired?: boolean;
  hint?: string;
  onChange: (value: string) => void;
}

function Text({ label, path, value, problem, isRequired, hint, onChange }: ITextProps): ReactElement {
  return (
    <Field label={label} path={path} isRequired={isRequired} hint={hint} error={problem?.fields[path]}>
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          maxLength={250}
          spellCheck={false}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
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
