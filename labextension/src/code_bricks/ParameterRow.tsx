/** One placeholder: its name, its type, its default and what a person is told. */
import type { ReactElement } from 'react';
import type { IBrickParameter } from '../api';
import { Field, Toggle, useCouture } from '../ui';
import { ValueField } from './ValueField';
import { linesOfList, listOfLines } from './values';
import { TYPES, typeWord } from './words';

export interface IParameterRowProps {
  parameter: IBrickParameter;
  problems: Readonly<Record<string, string>>;
  onChange: (parameter: IBrickParameter) => void;
}

export function ParameterRow({ parameter, problems, onChange }: IParameterRowProps): ReactElement {
  const { trans } = useCouture();
  const set = (changes: Partial<IBrickParameter>): void => onChange({ ...parameter, ...changes });
  const text = (name: 'name' | 'title' | 'description', label: string): ReactElement => (
    <Field label={label} error={problems[name]}>
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          spellCheck={name !== 'name'}
          value={parameter[name]}
          onChange={event => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="couture-ParameterRow-fields">
      {text('name', trans.__('Name'))}
      {text('title', trans.__('Label in the form'))}
      <Field label={trans.__('Type')} error={problems.type}>
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={parameter.type}
            onChange={event => {
              const type = event.target.value as IBrickParameter['type'];
              set({ type, default: null, choices: [], required: type === 'identifier' || parameter.required });
            }}
          >
            {TYPES.map(type => (
              <option key={type} value={type}>
                {typeWord(type, trans)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {parameter.type === 'choice' && (
        <Field label={trans.__('Choices')} hint={trans.__('One a line.')} error={problems.choices}>
          {attributes => (
            <textarea
              {...attributes}
              className="couture-TextArea"
              rows={3}
              defaultValue={linesOfList(parameter.choices)}
              onChange={event => set({ choices: listOfLines(event.target.value) })}
            />
          )}
        </Field>
      )}
      <ValueField
        key={`${parameter.type} ${parameter.choices.join('\n')}`}
        parameter={{ ...parameter, title: trans.__('Default'), description: '', required: false }}
        value={parameter.default}
        error={problems.default}
        onChange={value => set({ default: value })}
      />
      {text('description', trans.__('Hint in the form'))}
      {parameter.type !== 'identifier' && parameter.type !== 'boolean' && (
        <Toggle label={trans.__('Must be filled in')} isOn={parameter.required} onChange={required => set({ required })} />
      )}
    </div>
  );
}
