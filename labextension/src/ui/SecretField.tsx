/** A secret that is never shown: unchanged, typed anew, or taken away on purpose. */
import { type ReactElement, type ReactNode, useState } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { Field } from './fields';

/** What stands for a secret that is stored. */
export const HIDDEN = '***';

export interface ISecretFieldProps {
  label: string;
  path: string;
  /** `***`: one is stored, and stays. */
  value: string;
  error?: string;
  hint?: ReactNode;
  onChange: (value: string) => void;
}

export function SecretField({ label, path, value, error, hint, onChange }: ISecretFieldProps): ReactElement {
  const { trans } = useCouture();
  const [isStored] = useState(value === HIDDEN);
  const isKept = value === HIDDEN;
  const isCleared = isStored && value === '';
  return (
    <Field
      label={label}
      path={path}
      error={error}
      hint={isCleared ? trans.__('It is taken away when you save.') : isKept ? trans.__('One is stored. Type to replace it.') : hint}
    >
      {attributes => (
        <span className="couture-SecretField">
          <input
            {...attributes}
            className="couture-Input"
            type="password"
            autoComplete="new-password"
            placeholder={isKept ? trans.__('unchanged') : ''}
            value={isKept ? '' : value}
            onChange={event => onChange(event.target.value)}
          />
          {isKept && (
            <ActionButton variant="minimal" label={trans.__('Clear')} title={trans.__('Take %1 away', label)} onClick={() => onChange('')} />
          )}
          {isStored && !isKept && (
            <ActionButton
              variant="minimal"
              label={trans.__('Keep')}
              title={trans.__('Leave %1 as it is stored', label)}
              onClick={() => onChange(HIDDEN)}
            />
          )}
        </span>
      )}
    </Field>
  );
}
