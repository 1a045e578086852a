/** The field for one placeholder, as its type demands. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBrickParameter } from '../api';
import { Field, JsonField, Toggle, useCouture } from '../ui';
import { isName, linesOfList, listOfLines } from './values';
import { parameterLabel } from './words';

export interface IValueFieldProps {
  parameter: IBrickParameter;
  value: unknown;
  error?: string;
  /** `problem` says why what was typed is no value yet. */
  onChange: (value: unknown, problem: string | null) => void;
}

export function ValueField(props: IValueFieldProps): ReactElement {
  const { parameter, value, error, onChange } = props;
  const label = parameterLabel(parameter);
  if (parameter.type === 'boolean') {
    return (
      <Field label={label} hint={parameter.description || undefined} error={error}>
        {() => <Toggle compact label={label} isOn={value === true} onChange={isOn => onChange(isOn, null)} />}
      </Field>
    );
  }
  return parameter.type === 'json' ? <JsonValue {...props} /> : <TextValue {...props} />;
}

function JsonValue({ parameter, value, error, onChange }: IValueFieldProps): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState(() => (value === null ? '' : JSON.stringify(value, null, 2)));
  const type = (changed: string): void => {
    setText(changed);
    try {
      onChange(changed.trim() === '' ? null : JSON.parse(changed), null);
    } catch {
      onChange(value, trans.__('%1 is not JSON yet.', parameterLabel(parameter)));
    }
  };
  return (
    <JsonField
      label={parameterLabel(parameter)}
      path={parameter.name}
      value={text}
      onChange={type}
      isJson
      rows={2}
      isRequired={parameter.required}
      error={error}
      hint={parameter.description || undefined}
    />
  );
}

function TextValue({ parameter, value, error, onChange }: IValueFieldProps): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState(() => (parameter.type === 'list' ? linesOfList(value) : String(value ?? '')));
  const type = (changed: string): void => {
    setText(changed);
    const isWrong = parameter.type === 'identifier' && !isName(changed);
    onChange(valueOf(parameter, changed), isWrong ? trans.__('Letters, digits and underscores, no digit first.') : null);
  };
  const isLong = parameter.type === 'long_text' || parameter.type === 'list';
  const hint = [parameter.description, parameter.type === 'list' ? trans.__('One a line.') : ''].filter(Boolean).join(' ');
  return (
    <Field
      label={parameterLabel(parameter)}
      path={parameter.name}
      hint={hint || undefined}
      isRequired={parameter.required}
      error={error}
    >
      {attributes =>
        parameter.type === 'choice' ? (
          <select {...attributes} className="couture-Select" value={text} onChange={event => type(event.target.value)}>
            {!parameter.choices.includes(text) && <option value="">{trans.__('Choose…')}</option>}
            {parameter.choices.map(choice => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : isLong ? (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={Math.min(10, Math.max(2, text.split('\n').length))}
            spellCheck={false}
            value={text}
            onChange={event => type(event.target.value)}
          />
        ) : (
          <input
            {...attributes}
            className="couture-Input"
            inputMode={parameter.type === 'integer' || parameter.type === 'number' ? 'decimal' : undefined}
            spellCheck={false}
            value={text}
            onChange={event => type(event.target.value)}
          />
        )
      }
    </Field>
  );
}

/** What is no number stays text: the server says what is wrong with it. */
function valueOf({ type }: IBrickParameter, text: string): unknown {
  if (type === 'list') {
    return listOfLines(text);
  }
  if (text === '') {
    return null;
  }
  const number = Number(text);
  return (type === 'integer' || type === 'number') && Number.isFinite(number) && text.trim() !== '' ? number : text;
}
