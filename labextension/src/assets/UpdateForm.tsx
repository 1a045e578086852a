/** Notes an update of an asset by hand. */
import { type FormEvent, type ReactElement, useState } from 'react';
import { ApiError, type IAsset } from '../api';
import { Field, useCouture } from '../ui';
import { errorSentence } from '../ui/errors';
import { parseExtra } from './extra';

export function UpdateForm({ asset, onDone }: { asset: IAsset; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const [text, setText] = useState('{}');
  const [partitionKey, setPartitionKey] = useState('');
  const [problem, setProblem] = useState('');
  const [keyProblem, setKeyProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const extra = parseExtra(text);
    if (extra === null) {
      setProblem(trans.__('Write a JSON object, such as {"rows": 3}.'));
      return;
    }
    setBusy(true);
    setProblem('');
    setKeyProblem('');
    try {
      await client.assets.update(asset.id, extra, partitionKey.trim() || null);
      onDone();
    } catch (reason) {
      const say = reason instanceof ApiError && reason.fields.partition_key ? setKeyProblem : setProblem;
      say(errorSentence(reason, trans));
      setBusy(false);
    }
  };
  return (
    <form className="couture-Section" aria-label={trans.__('Create event')} onSubmit={event => void submit(event)}>
      <Field
        label={trans.__('Extra')}
        path="extra"
        error={problem || undefined}
        hint={trans.__('Facts about this update, JSON; tasks find them as the extra of the event.')}
      >
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea"
            rows={3}
            spellCheck={false}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={trans.__('Partition key')}
        path="partition_key"
        error={keyProblem || undefined}
        hint={trans.__('Of which partition it is; empty for an update of the whole asset.')}
      >
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            maxLength={250}
            value={partitionKey}
            onChange={event => setPartitionKey(event.target.value)}
          />
        )}
      </Field>
      <div className="couture-Buttons">
        <button type="submit" className="couture-Button couture-mod-primary" disabled={isBusy}>
          {trans.__('Create')}
        </button>
        <button type="button" className="couture-Button" onClick={onDone}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
