/** A field for the name of a secret. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';
import { useForm } from './context';
import { useSecretNames } from './SecretNames';

export interface IReferenceFieldProps {
  label: string;
  path: string;
  text: string;
  isWrong: boolean;
  /** What the server found wrong with it. */
  error?: string;
  onChange: (text: string) => void;
}

export function ReferenceField({ label, path, text, isWrong, error, onChange }: IReferenceFieldProps): ReactElement {
  const { trans } = useCouture();
  const { touch } = useForm();
  const names = useSecretNames();
  const problem = trans.__('Name the secret as variable:KEY or connection:ID.password; do not write it here.');
  return (
    <Field label={label} path={path} error={isWrong ? problem : error}>
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          value={text}
          list={names}
          spellCheck={false}
          autoComplete="off"
          placeholder={trans.__('connection:warehouse.password')}
          onChange={event => onChange(event.target.value)}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}
