/** Fills the form from a URI that somebody has at hand. */
import { type ReactElement, useState } from 'react';
import { Field, useCouture } from '../ui';
import type { IDraft } from './draft';
import { fromUri } from './uri';

export function UriField({ draft, onChange }: { draft: IDraft; onChange: (draft: IDraft) => void }): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState('');
  const isWrong = text.trim() !== '' && fromUri(text, draft) === null;
  const take = (given: string): void => {
    const found = fromUri(given, draft);
    setText(found ? '' : given); // It may hold a password: what was understood stands in the fields.
    if (found) {
      onChange(found);
    }
  };
  return (
    <Field
      label={trans.__('From a URI')}
      hint={trans.__('Paste one, such as postgres://user:password@host:5432/name: it fills in the fields below.')}
      error={isWrong ? trans.__('This is no URI such as postgres://user:password@host:5432/name.') : undefined}
    >
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onPaste={event => {
            event.preventDefault();
            take(event.clipboardData.getData('text'));
          }}
          onChange={event => setText(event.target.value)}
          onBlur={() => text.trim() !== '' && take(text)}
        />
      )}
    </Field>
  );
}
