/** A new role, or the changes of one. */
import { type ReactElement, useState } from 'react';
import type { ApiError, IRole } from '../api';
import { ActionButton, Field, nameTaken, Toggle, useCouture, useQuery } from '../ui';
import { dagsOf, textOf } from './dags';

export function RoleForm({ old, onDone }: { old?: IRole; onDone: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const [name, setName] = useState(old?.name ?? '');
  const [description, setDescription] = useState(old?.description ?? '');
  const [permissions, setPermissions] = useState<readonly string[]>(old?.permissions ?? []);
  const [text, setText] = useState(textOf(old?.dags ?? {}));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const { dags, wrong } = dagsOf(text);
  const save = async (): Promise<void> => {
    if (wrong) {
      return; // The field says why.
    }
    const form = { description, permissions: [...permissions], dags };
    try {
      setProblem(null);
      await (old ? client.roles.change(old.name, form) : client.roles.create({ ...form, name }));
      changes.announce({ subject: 'role', what: old ? 'changed' : 'created' });
      onDone();
    } catch (reason) {
      setProblem(nameTaken(reason, old ? null : 'name'));
    }
  };
  const missing = name.trim() === '' ? trans.__('Give the role a name.') : null;
  const noRight = wrong && trans.__('“%1” is no right: write “read” or “edit”, and the id of a DAG.', wrong);
  const input = (value: string, onChange: (value: string) => void) => (attributes: object) => (
    <input {...attributes} className="couture-Input" value={value} onChange={event => onChange(event.target.value)} />
  );
  return (
    <form
      className="couture-AdminForm"
      aria-label={old ? trans.__('Edit %1', old.name) : trans.__('New role')}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="couture-FormRow">
        {!old && (
          <Field label={trans.__('Name')} path="name" isRequired error={problem?.fields.name}>
            {input(name, setName)}
          </Field>
        )}
        <Field label={trans.__('Description')} path="description" error={problem?.fields.description}>
          {input(description, setDescription)}
        </Field>
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
      {problem && !problem.fields.name && !problem.fields.dags && (
        <div className="couture-Field-error" role="alert">
          {problem.detail}
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton
          isSubmit
          variant="primary"
          label={trans.__('Save')}
          needs="roles:edit"
          disabledBecause={missing ?? noRight}
        />
        <ActionButton label={trans.__('Cancel')} onClick={onDone} />
      </div>
    </form>
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
