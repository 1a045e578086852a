/** A new role, or the changes of one. */
import { type ReactElement, useState } from 'react';
import type { IRole } from '../api';
import { AdminForm, Field, TextField, Toggle, useCouture, useQuery, useSaving } from '../ui';
import { dagsOf, textOf } from './dags';

export function RoleForm({ old, onDone }: { old?: IRole; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { problem, problemBeside, save } = useSaving({ subject: 'role', isNew: !old, nameField: 'name', onDone });
  const [name, setName] = useState(old?.name ?? '');
  const [description, setDescription] = useState(old?.description ?? '');
  const [permissions, setPermissions] = useState<readonly string[]>(old?.permissions ?? []);
  const [text, setText] = useState(textOf(old?.dags ?? {}));
  const { dags, wrong } = dagsOf(text);
  const form = { description, permissions: [...permissions], dags };
  const missing = name.trim() === '' ? trans.__('Give the role a name.') : null;
  const noRight = wrong && trans.__('“%1” is no right: write “read” or “edit”, and the id of a DAG.', wrong);
  return (
    <AdminForm
      label={old ? trans.__('Edit %1', old.name) : trans.__('New role')}
      needs="roles:edit"
      disabledBecause={missing ?? noRight}
      problem={problemBeside(['name', 'description', 'dags'])}
      onSave={() => save(() => (old ? client.roles.change(old.name, form) : client.roles.create({ ...form, name })))}
      onCancel={onDone}
    >
      <div className="couture-FormRow">
        {!old && (
          <TextField
            label={trans.__('Name')}
            path="name"
            isRequired
            error={problem?.fields.name}
            value={name}
            onChange={setName}
          />
        )}
        <TextField
          label={trans.__('Description')}
          path="description"
          error={problem?.fields.description}
          input={{ spellCheck: true }}
          value={description}
          onChange={setDescription}
        />
      </div>
      <Permissions chosen={permissions} onChange={setPermissions} />
      <Field
        label={trans.__('Single DAGs')}
        path="dags"
        error={noRight ?? problem?.fields.dags}
        hint={trans.__('One a line: “read sales” or “edit sales”. To edit is to run, clear, mark and pause.')}
      >
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={3}
            spellCheck={false}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
    </AdminForm>
  );
}

interface IPermissionsProps {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

function Permissions({ chosen, onChange }: IPermissionsProps): ReactElement {
  const { client, trans } = useCouture();
  const { data } = useQuery(() => client.roles.permissions(), () => false, [client]);
  return (
    <fieldset className="couture-Choices couture-mod-lines">
      <legend>{trans.__('Permissions, for everything')}</legend>
      {data?.permissions.map(({ name, description }) => (
        <Toggle
          key={name}
          label={`${name}: ${description}`}
          isOn={chosen.includes(name)}
          onChange={isOn => onChange(isOn ? [...chosen, name] : chosen.filter(each => each !== name))}
        />
      ))}
    </fieldset>
  );
}
