/** Id, type, and the fields that all connections have, as the type calls them. */
import type { ReactElement } from 'react';
import { Field, SecretField, TextField, useCouture } from '../ui';
import type { IDraft } from './draft';
import { type FieldName, FIELDS, type IConnectionType } from './types';

export interface IMainFieldsProps {
  draft: IDraft;
  type: IConnectionType;
  types: readonly IConnectionType[];
  isStored: boolean;
  errors: Readonly<Record<string, string>>;
  onChange: (draft: IDraft) => void;
}

export function MainFields({ draft, type, types, isStored, errors, onChange }: IMainFieldsProps): ReactElement {
  const { trans } = useCouture();
  const labels: Record<FieldName, string> = {
    host: trans.__('Host'),
    port: trans.__('Port'),
    schema: trans.__('Schema'),
    login: trans.__('Login'),
    password: trans.__('Password')
  };
  const shown = FIELDS.filter(name => !type.hidden.includes(name) || draft[name] !== '');
  const isPortWrong = !/^\s*\d{0,5}\s*$/.test(draft.port) || Number(draft.port) > 65535;
  return (
    <>
      <div className="couture-FormRow">
        {!isStored && (
          <TextField
            label={trans.__('Id')}
            path="connection_id"
            isRequired
            error={errors.connection_id}
            hint={trans.__('Tasks name it: Connection.get("id"). Letters, digits, and . _ - ( ) [ ].')}
            input={{ maxLength: 250, autoComplete: 'off' }}
            value={draft.id}
            onChange={id => onChange({ ...draft, id })}
          />
        )}
        <TypeField draft={draft} types={types} error={errors.conn_type} onChange={onChange} />
      </div>
      <div className="couture-FormRow">
        {shown.map(name =>
          name === 'password' ? (
            <SecretField
              key={name}
              label={type.labels.password ?? labels.password}
              path="password"
              value={draft.password}
              error={errors.password}
              onChange={password => onChange({ ...draft, password })}
            />
          ) : (
            <TextField
              key={name}
              label={type.labels[name] ?? labels[name]}
              path={name}
              error={name === 'port' && isPortWrong ? trans.__('A port is a number from 0 to 65535.') : errors[name]}
              input={{
                autoComplete: 'off',
                inputMode: name === 'port' ? 'numeric' : undefined,
                placeholder: type.placeholders[name]
              }}
              value={draft[name]}
              onChange={value => onChange({ ...draft, [name]: value })}
            />
          )
        )}
      </div>
    </>
  );
}

interface ITypeFieldProps {
  draft: IDraft;
  types: readonly IConnectionType[];
  error?: string;
  onChange: (draft: IDraft) => void;
}

/** A list of what is known; any other type can be typed. */
function TypeField({ draft, types, error, onChange }: ITypeFieldProps): ReactElement {
  const { trans } = useCouture();
  const known = types.find(type => type.id === draft.type);
  return (
    <Field
      label={trans.__('Type')}
      path="conn_type"
      isRequired
      error={error}
      hint={known ? known.label : trans.__('Choose one, or type one that an operator of yours asks for.')}
    >
      {attributes => (
        <>
          <input
            {...attributes}
            className="couture-Input"
            list={`${attributes.id}-types`}
            spellCheck={false}
            autoComplete="off"
            value={draft.type}
            onChange={event => onChange({ ...draft, type: event.target.value })}
          />
          <datalist id={`${attributes.id}-types`}>
            {types.map(type => (
              <option key={type.id} value={type.id}>
                {type.label}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
