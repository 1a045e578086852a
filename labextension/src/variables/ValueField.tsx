/** The value of a variable: a text that is laid out when it is JSON; a hidden one is only replaced. */
import type { ReactElement } from 'react';
import { Field, isJsonDocument, JsonField, useCouture } from '../ui';

export interface IValueFieldProps {
  isHidden: boolean;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

export function ValueField({ isHidden, value, error, onChange }: IValueFieldProps): ReactElement {
  const { trans } = useCouture();
  if (isHidden) {
    return (
      <Field
        label={trans.__('New value')}
        path="value"
        error={error}
        hint={trans.__('The value is hidden: nobody is shown it. Leave this empty to keep it.')}
      >
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            type="password"
            autoComplete="new-password"
            placeholder={trans.__('unchanged')}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
        )}
      </Field>
    );
  }
  const looksLikeJson = /^\s*[[{]/.test(value);
  const isDocument = isJsonDocument(value);
  const hint = isDocument
    ? trans.__('This is JSON: tasks read it with Variable.get(key, deserialize_json=True).')
    : looksLikeJson
      ? trans.__('This begins like JSON, but is not: it is kept as text.')
      : trans.__('Text, or JSON.');
  return <JsonField label={trans.__('Value')} path="value" value={value} rows={4} error={error} hint={hint} onChange={onChange} />;
}
