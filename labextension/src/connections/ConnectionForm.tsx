/** The form of a connection: what it asks for depends on the type. */
import { type ReactElement, useState } from 'react';
import { ApiError, type IConnectionForm } from '../api';
import { ActionButton, Field, JsonField, useCouture, useQuery } from '../ui';
import { formOf, type IDraft, problemsOf } from './draft';
import { ExtraFields } from './ExtraFields';
import { MainFields } from './MainFields';
import { TestButton } from './TestButton';
import { connectionTypes, typeOf } from './types';
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
  const { client, changes, trans } = useCouture();
  const [draft, setDraft] = useState(props.draft);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [isTaken, setTaken] = useState(false);
  const described = useQuery(() => client.connections.types(), undefined, [client]).data;
  const types = connectionTypes(described?.connection_types ?? [], trans);
  const type = typeOf(draft.type, types);
  const wrong = problemsOf(draft);
  const fields = problem?.fields ?? {};
  const submit = async (isForced: boolean): Promise<void> => {
    try {
      setProblem(null);
      await props.save({ ...formOf(draft), another: isForced && !isStored }, isForced);
      changes.announce({ subject: 'connection', what: isStored ? 'changed' : 'created' });
      onDone();
    } catch (reason) {
      const error = reason instanceof ApiError ? reason : new ApiError(0, String(reason));
      setTaken(error.status === 409);
      setProblem(error);
    }
  };
  const missing = draft.id.trim() === '' ? trans.__('Give the connection an id.') : null;
  const isWrong = wrong.port || wrong.extra ? trans.__('Something in the form is not right yet.') : null;
  return (
    <form
      className="couture-AdminForm"
      aria-label={isStored ? trans.__('Edit %1', draft.id) : trans.__('New connection')}
      onSubmit={event => {
        event.preventDefault();
        void submit(false);
      }}
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
      <Field label={trans.__('Description')} path="description" error={fields.description}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={draft.description}
            onChange={event => setDraft({ ...draft, description: event.target.value })}
          />
        )}
      </Field>
      {problem && Object.keys(fields).length === 0 && (
        <div className="couture-Banner couture-mod-error" role="alert">
          <span className="couture-Banner-text">{problem.detail}</span>
          {isTaken && isStored && <ActionButton label={trans.__('Show the newest')} onClick={onReload} />}
          {isTaken && (
            <ActionButton
              variant={isStored ? 'warn' : 'plain'}
              label={isStored ? trans.__('Overwrite it') : trans.__('Make another one with this id')}
              onClick={() => void submit(true)}
            />
          )}
        </div>
      )}
      <TestButton draft={draft} number={number} mayTest={described?.may_test ?? null} because={missing ?? isWrong} />
      <div className="couture-Buttons">
        <ActionButton
          isSubmit
          variant="primary"
          label={trans.__('Save')}
          needs="connections:edit"
          disabledBecause={missing ?? isWrong}
        />
        <ActionButton label={trans.__('Cancel')} onClick={onDone} />
      </div>
    </form>
  );
}
