/** A new pool, or the changes of one. */
import { type ReactElement, useState } from 'react';
import { ApiError, type IPool } from '../api';
import { ActionButton, Field, Toggle, useCouture } from '../ui';
import { slotsOf } from './slots';

export function PoolForm({ old, onDone }: { old?: IPool; onDone: () => void }): ReactElement {
  const { client, changes, trans } = useCouture();
  const [name, setName] = useState(old?.name ?? '');
  const [slots, setSlots] = useState(String(old?.slots ?? 1));
  const [description, setDescription] = useState(old?.description ?? '');
  const [withDeferred, setWithDeferred] = useState(old?.include_deferred ?? false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const count = slotsOf(slots);
  const save = async (): Promise<void> => {
    if (count === null) {
      return; // The field says why.
    }
    const form = { slots: count, description, include_deferred: withDeferred };
    try {
      setProblem(null);
      await (old ? client.pools.change(old.name, form) : client.pools.create({ ...form, name }));
      changes.announce({ subject: 'pool', what: old ? 'changed' : 'created' });
      onDone();
    } catch (reason) {
      setProblem(reason instanceof ApiError ? reason : new ApiError(0, String(reason)));
    }
  };
  const missing = name.trim() === '' ? trans.__('Give the pool a name.') : null;
  const wrong = count === null ? trans.__('A pool has 0 or more slots, or -1 for no limit.') : null;
  return (
    <form
      className="couture-AdminForm"
      aria-label={old ? trans.__('Edit %1', old.name) : trans.__('New pool')}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="couture-FormRow">
        {!old && (
          <Field label={trans.__('Name')} path="name" isRequired error={problem?.fields.name}>
            {attributes => (
              <input
                {...attributes}
                className="couture-Input"
                maxLength={250}
                spellCheck={false}
                value={name}
                onChange={event => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={old ? trans.__('Slots of %1', old.name) : trans.__('Slots')}
          path="slots"
          isRequired
          error={wrong ?? problem?.fields.slots}
          hint={trans.__('How many tasks may run at once; -1: no limit.')}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              inputMode="numeric"
              autoFocus={old !== undefined}
              value={slots}
              onChange={event => setSlots(event.target.value)}
            />
          )}
        </Field>
        <Field label={trans.__('Description')} path="description" error={problem?.fields.description}>
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              value={description}
              onChange={event => setDescription(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Toggle
        label={trans.__('Tasks keep their slots while they are deferred')}
        isOn={withDeferred}
        onChange={setWithDeferred}
      />
      {problem && Object.keys(problem.fields).length === 0 && (
        <div className="couture-Field-error" role="alert">
          {problem.detail}
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton
          isSubmit
          variant="primary"
          label={trans.__('Save')}
          needs="pools:edit"
          disabledBecause={missing ?? wrong}
        />
        <ActionButton label={trans.__('Cancel')} onClick={onDone} />
      </div>
    </form>
  );
}
