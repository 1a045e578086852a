/** The form's plain inputs, each bound to one of its values. */
import type { InputHTMLAttributes, ReactElement, ReactNode } from 'react';
import { Field } from '../ui';
import { useForm } from './context';
import type { IFormValues } from './form';

type TextName = {
  [Name in keyof IFormValues]: IFormValues[Name] extends string ? Name : never;
}[keyof IFormValues];

interface IBoundProps {
  /** Which value of the form. */
  name: TextName;
  /** The field's path, as the server names it. */
  path: string;
  label: string;
  hint?: ReactNode;
  isRequired?: boolean;
}

export type ITextFieldProps = IBoundProps &
  Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'placeholder' | 'list' | 'inputMode' | 'spellCheck'>;

/** One line of text, a date or a number. */
export function TextField({ name, path, label, hint, isRequired, ...input }: ITextFieldProps): ReactElement {
  const { values, problems, set, touch } = useForm();
  return (
    <Field label={label} path={path} error={problems[path]} hint={hint} isRequired={isRequired}>
      {attributes => (
        <input
          {...input}
          {...attributes}
          className="couture-Input"
          value={values[name]}
          onChange={event => set({ [name]: event.target.value })}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}

export interface IChoiceFieldProps extends IBoundProps {
  options: readonly { value: string; label: string; hint?: string }[];
}

/** A choice from a list; the sentence of the chosen option stands below. */
export function ChoiceField({ name, path, label, hint, options }: IChoiceFieldProps): ReactElement {
  const { values, problems, set, touch } = useForm();
  const chosen = options.find(option => option.value === values[name]);
  return (
    <Field label={label} path={path} error={problems[path]} hint={chosen?.hint ?? hint}>
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={values[name]}
          onChange={event => set({ [name]: event.target.value })}
          onBlur={() => touch(path)}
        >
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Several lines of text. */
export function AreaField({ name, path, label, hint }: IBoundProps): ReactElement {
  const { values, problems, set, touch } = useForm();
  return (
    <Field label={label} path={path} error={problems[path]} hint={hint}>
      {attributes => (
        <textarea
          {...attributes}
          className="couture-TextArea"
          rows={3}
          value={values[name]}
          onChange={event => set({ [name]: event.target.value })}
          onBlur={() => touch(path)}
        />
      )}
    </Field>
  );
}
