/** One variable: a new one, or one that is there. */
import { type ReactElement, useState } from 'react';
import { ApiError, type IVariable } from '../api';
import { ActionButton, EmptyState, Field, HiddenMark, Loading, QueryProblem, RelativeTime, UsedBy, useCouture, useQuery } from '../ui';
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
  const { changes, trans } = useCouture();
  const [values, setValues] = useState(draft);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const set = (change: Partial<IDraft>): void => setValues({ ...values, ...change });
  const isConflict = old !== undefined && problem?.status === 409;
  const submit = async (isOverwriting: boolean): Promise<void> => {
    try {
      setProblem(null);
      await save(values, isOverwriting);
      changes.announce({ subject: 'variable', what: old ? 'changed' : 'created' });
      onDone();
    } catch (reason) {
      setProblem(reason instanceof ApiError ? reason : new ApiError(0, String(reason)));
    }
  };
  const isUntouched = old !== undefined && JSON.stringify(values) === JSON.stringify(draft);
  const missing = values.key.trim() === '' ? trans.__('Give the variable a key.') : null;
  return (
    <form
      className="couture-AdminForm"
      aria-label={old ? trans.__('Edit %1', old.key) : trans.__('New variable')}
      onSubmit={event => {
        event.preventDefault();
        void submit(false);
      }}
    >
      {!old && (
        <Field
          label={trans.__('Key')}
          path="key"
          isRequired
          error={problem?.fields.key ?? (problem?.status === 409 ? problem.detail : undefined)}
          hint={trans.__('Tasks name it: Variable.get("key"). A key that contains password, secret, token or the like hides the value.')}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              maxLength={250}
              spellCheck={false}
              autoComplete="off"
              value={values.key}
              onChange={event => set({ key: event.target.value })}
            />
          )}
        </Field>
      )}
      {old?.is_hidden && <HiddenMark />}
      <ValueField
        isHidden={old?.is_hidden ?? false}
        value={values.value}
        error={problem?.fields.value}
        onChange={value => set({ value })}
      />
      <Field label={trans.__('Description')} path="description" error={problem?.fields.description}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={values.description}
            onChange={event => set({ description: event.target.value })}
          />
        )}
      </Field>
      {problem && (isConflict || (problem.status !== 409 && Object.keys(problem.fields).length === 0)) && (
        <div className="couture-Banner couture-mod-error" role="alert">
          <span className="couture-Banner-text">{problem.detail}</span>
          {isConflict && <ActionButton label={trans.__('Show the newest')} onClick={onReload} />}
          {isConflict && <ActionButton variant="warn" label={trans.__('Overwrite it')} onClick={() => void submit(true)} />}
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton
          isSubmit
          variant="primary"
          label={trans.__('Save')}
          needs="variables:edit"
          disabledBecause={missing ?? (isUntouched ? trans.__('Nothing was changed.') : null)}
        />
        <ActionButton label={trans.__('Cancel')} onClick={onDone} />
      </div>
    </form>
  );
}
