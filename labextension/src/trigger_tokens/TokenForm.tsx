/** Makes a token: a name, and until when it is good. */
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type INewTriggerToken } from '../api';
import { ActionButton, Field, useCouture } from '../ui';

export interface ITokenFormProps {
  dagId: string;
  onMade: (token: INewTriggerToken) => void;
}

export function TokenForm({ dagId, onMade }: ITokenFormProps): ReactElement {
  const { client, trans } = useCouture();
  const [name, setName] = useState('');
  const [expires, setExpires] = useState('');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const moment = expires ? new Date(expires).toISOString() : null;
      onMade(await client.triggerTokens.create(dagId, name, moment));
      setName('');
      setExpires('');
      setProblems({});
    } catch (reason) {
      const fields = reason instanceof ApiError ? reason.fields : {};
      const isPlaced = 'name' in fields || 'expires_at' in fields;
      setProblems(isPlaced ? fields : { name: reason instanceof Error ? reason.message : String(reason) });
    }
  };
  return (
    <form className="couture-FormGrid" onSubmit={event => void submit(event)}>
      <Field label={trans.__('Name of a new token')} path="name" error={problems.name}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={name}
            placeholder={trans.__('Who will use it?')}
            onChange={event => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={trans.__('Good until')} path="expires_at" error={problems.expires_at} hint={trans.__('Empty: until it is revoked.')}>
        {attributes => (
          <input
            {...attributes}
            type="datetime-local"
            className="couture-Input"
            value={expires}
            onChange={event => setExpires(event.target.value)}
          />
        )}
      </Field>
      <div className="couture-Buttons">
        <ActionButton isSubmit variant="primary" label={trans.__('Make a token')} needs="triggerTokens:edit" dagId={dagId} />
      </div>
    </form>
  );
}
