/** One variable: a new one, or one that is there. */
import { type ReactElement, useState } from 'react';
import { ApiError, type IVariable } from '../api';
import {
  ActionButton,
  AdminForm,
  EmptyState,
  HiddenMark,
  Loading,
  QueryProblem,
  RelativeTime,
  TextField,
  UsedBy,
  useCouture,
  useQuery,
  useSaving
} from '../ui';
import { ValueField } from './ValueField';

interface IDraft {
  key: string;
  value: string;
  description: string;
}

export function NewVariable({ onDone }: { onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  return (
    <>
      <h2>{trans.__('New variable')}</h2>
      <VariableForm
        draft={{ key: '', value: '', description: '' }}
        save={({ key, value, description }) => client.variables.create(key, value, description)}
        onDone={onDone}
      />
    </>
  );
}

export function EditVariable({ name, onDone }: { name: string; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const [version, setVersion] = useState(0);
  const { data, error, refresh } = useQuery(() => client.variables.get(name), undefined, [client, name, version]);
  if (!data) {
    const isGone = error instanceof ApiError && error.status === 404;
    const problem = error && <QueryProblem error={error} onRetry={refresh} />;
    return isGone ? <EmptyState title={trans.__('There is no variable %1.', name)} /> : (problem ?? <Loading />);
  }
  return (
    <>
      <h2>{data.key}</h2>
      <p className="couture-muted">
        {trans.__('Changed by %1', data.updated_by)} {data.updated_at && <RelativeTime at={data.updated_at} />}
      </p>
      <VariableForm
        key={data.updated_at}
        old={data}
        draft={{ key: data.key, value: data.is_hidden ? '' : data.value, description: data.description ?? '' }}
        save={({ value, description }, isOverwriting) =>
          client.variables.change(name, {
            ...(data.is_hidden && value === '' ? {} : { value }),
            description,
            unchanged_since: isOverwriting ? null : data.updated_at
          })
        }
        onReload={() => setVersion(version + 1)}
        onDone={onDone}
      />
      <UsedBy name={name} uses={() => client.variables.uses(name)} />
    </>
  );
}

interface IVariableFormProps {
  old?: IVariable;
  draft: IDraft;
  save: (draft: IDraft, isOverwriting: boolean) => Promise<IVariable>;
  onReload?: () => void;
  onDone: () => void;
}

function VariableForm({ old, draft, save, onReload, onDone }: IVariableFormProps): ReactElement {
  const { trans } = useCouture();
  const saving = useSaving({ subject: 'variable', isNew: !old, nameField: 'key', onDone });
  const { problem } = saving;
  const [values, setValues] = useState(draft);
  const set = (change: Partial<IDraft>): void => setValues({ ...values, ...change });
  const isConflict = old !== undefined && problem?.status === 409;
  const submit = (isOverwriting: boolean): Promise<void> => saving.save(() => save(values, isOverwriting));
  const isUntouched = old !== undefined && JSON.stringify(values) === JSON.stringify(draft);
  const missing = values.key.trim() === '' ? trans.__('Give the variable a key.') : null;
  return (
    <AdminForm
      label={old ? trans.__('Edit %1', old.key) : trans.__('New variable')}
      needs="variables:edit"
      disabledBecause={missing ?? (isUntouched ? trans.__('Nothing was changed.') : null)}
      problem={saving.problemBeside(['key', 'value', 'description'])}
      remedies={
        isConflict && (
          <>
            <ActionButton label={trans.__('Show the newest')} onClick={onReload} />
            <ActionButton variant="warn" label={trans.__('Overwrite it')} onClick={() => void submit(true)} />
          </>
        )
      }
      onSave={() => submit(false)}
      onCancel={onDone}
    >
      {!old && (
        <TextField
          label={trans.__('Key')}
          path="key"
          isRequired
          error={problem?.fields.key}
          hint={trans.__('Tasks name it: Variable.get("key"). A key that contains password, secret, token or the like hides the value.')}
          input={{ maxLength: 250, autoComplete: 'off' }}
          value={values.key}
          onChange={key => set({ key })}
        />
      )}
      {old?.is_hidden && <HiddenMark />}
      <ValueField
        isHidden={old?.is_hidden ?? false}
        value={values.value}
        error={problem?.fields.value}
        onChange={value => set({ value })}
      />
      <TextField
        label={trans.__('Description')}
        path="description"
        error={problem?.fields.description}
        input={{ spellCheck: true }}
        value={values.description}
        onChange={description => set({ description })}
      />
    </AdminForm>
  );
}
