/** The form of a question. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';
import type { IInputAttributes } from '../ui/fields';
import type { IQuestionField } from './fields';

export interface IQuestionFieldsProps {
  fields: readonly IQuestionField[];
  texts: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
  onChange: (name: string, text: string) => void;
}

export function QuestionFields({ fields, texts, problems, onChange }: IQuestionFieldsProps): ReactElement {
  return (
    <>
      {fields.map(field => (
        <Field
          key={field.name}
          label={field.label}
          hint={field.help || undefined}
          path={`params_input.${field.name}`}
          error={problems[`params_input.${field.name}`]}
          isRequired={field.isRequired}
        >
          {attributes => (
            <Input
              attributes={attributes}
              field={field}
              text={texts[field.name] ?? field.fallback}
              onChange={text => onChange(field.name, text)}
            />
          )}
        </Field>
      ))}
    </>
  );
}

interface IInputProps {
  attributes: IInputAttributes;
  field: IQuestionField;
  text: string;
  onChange: (text: string) => void;
}

function Input({ attributes, field, text, onChange }: IInputProps): ReactElement {
  const { trans } = useCouture();
  const shared = { ...attributes, className: 'couture-Input', value: text };
  if (field.kind === 'choice' || field.kind === 'truth') {
    const choices = field.kind === 'truth' ? [true, false] : field.choices;
    return (
      <select {...shared} onChange={event => onChange(event.target.value)}>
        {text === '' && <option value="">{trans.__('Choose…')}</option>}
        {choices.map(choice => (
          <option key={JSON.stringify(choice)} value={JSON.stringify(choice)}>
            {choiceLabel(choice, trans.__('yes'), trans.__('no'))}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === 'json') {
    return <textarea {...shared} rows={3} onChange={event => onChange(event.target.value)} />;
  }
  const type = field.kind === 'number' ? 'number' : 'text';
  return <input {...shared} type={type} step="any" onChange={event => onChange(event.target.value)} />;
}

function choiceLabel(choice: unknown, yes: string, no: string): string {
  if (typeof choice === 'boolean') {
    return choice ? yes : no;
  }
  return typeof choice === 'string' ? choice : JSON.stringify(choice);
}
