/** Those values of the extra that the type has fields for. */
import type { ReactElement } from 'react';
import { Field, HIDDEN, SecretField, Toggle, useCouture } from '../ui';
import { extraOf, type IDraft, withExtra } from './draft';
import type { IConnectionType, IExtraField } from './types';

export interface IExtraFieldsProps {
  draft: IDraft;
  type: IConnectionType;
  onChange: (draft: IDraft) => void;
}

export function ExtraFields({ draft, type, onChange }: IExtraFieldsProps): ReactElement | null {
  const { trans } = useCouture();
  const extra = extraOf(draft);
  if (type.extras.length === 0) {
    return null;
  }
  if (extra === null) {
    return <p className="couture-muted">{trans.__('The fields of this type come back when the extra is a JSON object again.')}</p>;
  }
  return (
    <div className="couture-FormRow">
      {type.extras.map(field => (
        <ExtraField
          key={`${type.id} ${field.name}`}
          field={field}
          value={extra[field.name]}
          onChange={value => onChange(withExtra(draft, field.name, value))}
        />
      ))}
    </div>
  );
}

interface IExtraFieldProps {
  field: IExtraField;
  value: unknown;
  onChange: (value: unknown) => void;
}

function ExtraField({ field, value, onChange }: IExtraFieldProps): ReactElement {
  const { label, kind, hint, name } = field;
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  if (kind === 'switch') {
    return <Toggle label={label} title={hint} isOn={value === true} onChange={isOn => onChange(isOn ? true : undefined)} />;
  }
  if (kind === 'secret' || (kind === 'lines' && text === HIDDEN)) {
    return <SecretField label={label} path={`extra.${name}`} hint={hint} value={text} onChange={onChange} />;
  }
  return (
    <Field label={label} path={`extra.${name}`} hint={hint}>
      {attributes =>
        kind === 'lines' ? (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={3}
            spellCheck={false}
            value={text}
            onChange={event => onChange(event.target.value)}
          />
        ) : (
          <input
            {...attributes}
            className="couture-Input"
            spellCheck={false}
            inputMode={kind === 'number' ? 'decimal' : undefined}
            value={text}
            onChange={event => onChange(kind === 'number' ? numberOf(event.target.value) : event.target.value)}
          />
        )
      }
    </Field>
  );
}

/** A number where it is one; else what was typed, so that typing goes on. */
function numberOf(text: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}
