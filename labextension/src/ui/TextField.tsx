/** A field of one line of text. */
import type { InputHTMLAttributes, ReactElement } from 'react';
import { Field, type IFieldProps } from './fields';

export interface ITextFieldProps extends Omit<IFieldProps, 'children'> {
  value: string;
  onChange: (value: string) => void;
  /** Further attributes of the input. */
  input?: InputHTMLAttributes<HTMLInputElement>;
}

export function TextField({ value, onChange, input, ...field }: ITextFieldProps): ReactElement {
  return (
    <Field {...field}>
      {attributes => (
        <input
          {...attributes}
          spellCheck={false}
          {...input}
          className="couture-Input"
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
