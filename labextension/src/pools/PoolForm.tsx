/** A new pool, or the changes of one. */
import { type ReactElement, useState } from 'react';
import type { IPool } from '../api';
import { AdminForm, TextField, Toggle, useCouture, useSaving } from '../ui';
import { slotsOf } from './slots';

export function PoolForm({ old, onDone }: { old?: IPool; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { problem, problemBeside, save } = useSaving({ subject: 'pool', isNew: !old, nameField: 'name', onDone });
  const [name, setName] = useState(old?.name ?? '');
  const [slots, setSlots] = useState(String(old?.slots ?? 1));
  const [description, setDescription] = useState(old?.description ?? '');
  const [withDeferred, setWithDeferred] = useState(old?.include_deferred ?? false);
  const count = slotsOf(slots);
  const submit = async (): Promise<void> => {
    if (count !== null) {
      const form = { slots: count, description, include_deferred: withDeferred };
      await save(() => (old ? client.pools.change(old.name, form) : client.pools.create({ ...form, name })));
    } // Else the field says what is wrong.
  };
  const missing = name.trim() === '' ? trans.__('Give the pool a name.') : null;
  const wrong = count === null ? trans.__('A pool has 0 or more slots, or -1 for no limit.') : null;
  return (
    <AdminForm
      label={old ? trans.__('Edit %1', old.name) : trans.__('New pool')}
      needs="pools:edit"
      disabledBecause={missing ?? wrong}
      problem={problemBeside(['name', 'slots', 'description'])}
      onSave={submit}
      onCancel={onDone}
    >
      <div className="couture-FormRow">
        {!old && (
          <TextField
            label={trans.__('Name')}
            path="name"
            isRequired
            error={problem?.fields.name}
            input={{ maxLength: 250 }}
            value={name}
            onChange={setName}
          />
        )}
        <TextField
          label={old ? trans.__('Slots of %1', old.name) : trans.__('Slots')}
          path="slots"
          isRequired
          error={wrong ?? problem?.fields.slots}
          hint={trans.__('How many tasks may run at once; -1: no limit.')}
          input={{ inputMode: 'numeric', autoFocus: old !== undefined }}
          value={slots}
          onChange={setSlots}
        />
        <TextField
          label={trans.__('Description')}
          path="description"
          error={problem?.fields.description}
          input={{ spellCheck: true }}
          value={description}
          onChange={setDescription}
        />
      </div>
      <Toggle
        label={trans.__('Tasks keep their slots while they are deferred')}
        isOn={withDeferred}
        onChange={setWithDeferred}
      />
    </AdminForm>
  );
}
