/** Notes an update of an asset by hand. */
import { type FormEvent, type ReactElement, useState } from 'react';
import type { IAsset } from '../api';
import { Field, useCouture } from '../ui';
import { parseExtra } from './extra';

export function UpdateForm({ asset, onDone }: { asset: IAsset; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const [text, setText] = useState('{}');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const extra = parseExtra(text);
    if (extra === null) {
      setProblem(trans.__('Write a JSON object, such as {"rows": 3}.'));
      return;
    }
    setBusy(true);
    try {
      await client.assets.update(asset.id, extra);
      onDone();
    } catch (reason) {
      setProblem(reason instanceof Error ? reason.message : String(reason));
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
