/** The form of a connection: what it asks for depends on the type. */
import { type ReactElement, useState } from 'react';
import type { IConnectionForm } from '../api';
import { ActionButton, AdminForm, JsonField, TextField, useCouture, useQuery, useSaving } from '../ui';
import { formOf, type IDraft, problemsOf } from './draft';
import { ExtraFields } from './ExtraFields';
import { MainFields } from './MainFields';
import { TestButton } from './TestButton';
import { connectionTypes, FIELDS, typeOf } from './types';
import { UriField } from './UriField';

export interface IConnectionFormProps {
  draft: IDraft;
  number: number;
  /** Whether it is there already: its id stays. */
  isStored?: boolean;
  save: (form: IConnectionForm, isOverwriting: boolean) => Promise<void>;
  onReload?: () => void;
  onDone: () => void;
}

export function ConnectionForm(props: IConnectionFormProps): ReactElement {
  const { number, isStored = false, onReload, onDone } = props;
  const { client, trans } = useCouture();
  const { problem, problemBeside, save } = useSaving({ subject: 'connection', isNew: !isStored, nameField: null, onDone });
  const [draft, setDraft] = useState(props.draft);
  const described = useQuery(() => client.connections.types(), undefined, [client]).data;
  const types = connectionTypes(described?.connection_types ?? [], trans);
  const type = typeOf(draft.type, types);
  const wrong = problemsOf(draft);
  const fields = problem?.fields ?? {};
  const told = ['connection_id', 'conn_type', 'extra', 'description', ...FIELDS.filter(name => !type.hidden.includes(name))];
  const submit = (isForced: boolean): Promise<void> =>
    save(() => props.save({ ...formOf(draft), another: isForced && !isStored }, isForced));
  const missing = draft.id.trim() === '' ? trans.__('Give the connection an id.') : null;
  const isWrong = wrong.port || wrong.extra ? trans.__('Something in the form is not right yet.') : null;
  return (
    <AdminForm
      label={isStored ? trans.__('Edit %1', draft.id) : trans.__('New connection')}
      needs="connections:edit"
      disabledBecause={missing ?? isWrong}
      problem={problemBeside(told)}
      remedies={
        problem?.status === 409 && (
          <>
            {isStored && <ActionButton label={trans.__('Show the newest')} onClick={onReload} />}
            <ActionButton
              variant={isStored ? 'warn' : 'plain'}
              label={isStored ? trans.__('Overwrite it') : trans.__('Make another one with this id')}
              onClick={() => void submit(true)}
            />
          </>
        )
      }
      onSave={() => submit(false)}
      onCancel={onDone}
    >
      {!isStored && <UriField draft={draft} onChange={setDraft} />}
      <MainFields draft={draft} type={type} types={types} isStored={isStored} errors={fields} onChange={setDraft} />
      <ExtraFields draft={draft} type={type} onChange={setDraft} />
      <JsonField
        label={trans.__('Extra')}
        path="extra"
        isJson
        rows={3}
        value={draft.extra}
        placeholder={type.placeholders.extra ?? '{}'}
        error={fields.extra ?? (wrong.extra ? trans.__('Extra is a JSON object, e.g. {"timeout": 30}.') : undefined)}
        hint={trans.__('Further values, as a JSON object. It is encrypted; what stands under a name that tells of a secret is shown as *** and stays.')}
        onChange={extra => setDraft({ ...draft, extra })}
      />
      <TextField
        label={trans.__('Description')}
        path="description"
        error={fields.description}
        input={{ spellCheck: true }}
        value={draft.description}
        onChange={description => setDraft({ ...draft, description })}
      />
      <TestButton draft={draft} number={number} mayTest={described?.may_test ?? null} because={missing ?? isWrong} />
    </AdminForm>
  );
}
