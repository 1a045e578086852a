/** The field of one param: its input, an explanation, and what is wrong with it. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';
import type { IInputAttributes } from '../ui/fields';
import { choicesOf, type IDraft, type IParam } from './params';

/** How a moment is written; not a text to translate. */
const DATE_TIME = '2026-03-01T09:00:00+00:00';

export interface IParamFieldProps {
  param: IParam;
  draft: IDraft;
  problem?: string;
  onChange: (draft: IDraft) => void;
}

export function ParamField({ param, draft, problem, onChange }: IParamFieldProps): ReactElement {
  const { trans } = useCouture();
  return (
    <Field
      label={param.title}
      path={`conf.${param.name}`}
      hint={hintOf(param)}
      error={problem}
      isRequired={param.isRequired && !param.isNullable}
    >
      {attributes => (
        <>
          <ParamInput param={param} draft={draft} attributes={attributes} onChange={onChange} />
          {param.isNullable && param.kind !== 'choice' && (
            <label className="couture-TriggerForm-null">
              <input
                type="checkbox"
                checked={draft.isNull}
                onChange={event => onChange({ ...draft, isNull: event.target.checked })}
              />
              {trans.__('No value (null)')}
            </label>
          )}
        </>
      )}
    </Field>
  );
}

function hintOf({ name, title, description }: IParam): ReactElement | undefined {
  if (!description && title === name) {
    return undefined;
  }
  return (
    <>
      {description} {title !== name && <code>{name}</code>}
    </>
  );
}

interface IParamInputProps extends Pick<IParamFieldProps, 'param' | 'draft' | 'onChange'> {
  attributes: IInputAttributes;
}

function ParamInput({ param, draft, attributes, onChange }: IParamInputProps): ReactElement {
  const { trans } = useCouture();
  const set = (text: string): void => onChange({ text, isNull: false });
  const common = { ...attributes, disabled: draft.isNull };
  switch (param.kind) {
    case 'constant':
      return <code id={attributes.id}>{JSON.stringify(param.schema.const)}</code>;
    case 'boolean':
      return (
        <input
          {...common}
          type="checkbox"
          className="couture-Checkbox"
          checked={draft.text === 'true'}
          onChange={event => set(String(event.target.checked))}
        />
      );
    case 'choice':
      return (
        <select {...common} className="couture-Select" value={draft.text} onChange={event => set(event.target.value)}>
          {(draft.text === '' || draft.text === '-1') && <option value={draft.text}>{trans.__('Choose…')}</option>}
          {choicesOf(param).map(({ label }, place) => (
            <option key={place} value={place}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'choices':
      return <Choices {...{ param, draft, attributes, onChange }} />;
    case 'multiline':
    case 'lines':
    case 'json':
      return (
        <textarea
          {...common}
          className={`couture-TextArea${param.kind === 'json' ? ' couture-mod-code' : ''}`}
          rows={Math.min(16, Math.max(3, draft.text.split('\n').length + 1))}
          spellCheck={param.kind === 'multiline'}
          placeholder={param.kind === 'lines' ? trans.__('One value a line') : undefined}
          value={draft.text}
          onChange={event => set(event.target.value)}
        />
      );
    default:
      return <OneLine {...{ param, draft, attributes, onChange }} />;
  }
}

function OneLine({ param, draft, attributes, onChange }: IParamInputProps): ReactElement {
  const { kind, schema } = param;
  const types: Partial<Record<IParam['kind'], string>> = { date: 'date', time: 'time' };
  const isNumber = kind === 'integer' || kind === 'number';
  return (
    <>
      <input
        {...attributes}
        disabled={draft.isNull}
        className="couture-Input"
        type={types[kind] ?? 'text'}
        step={kind === 'time' ? 1 : undefined}
        inputMode={isNumber ? (kind === 'integer' ? 'numeric' : 'decimal') : undefined}
        list={schema.examples ? `${attributes.id}-examples` : undefined}
        placeholder={kind === 'date-time' ? DATE_TIME : undefined}
        value={draft.text}
        onChange={event => onChange({ text: event.target.value, isNull: false })}
      />
      {schema.examples && (
        <datalist id={`${attributes.id}-examples`}>
          {schema.examples.map(each => (
            <option key={String(each)} value={String(each)} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** Several of the values: checkboxes. */
function Choices({ param, draft, attributes, onChange }: IParamInputProps): ReactElement {
  const chosen = draft.text === '' ? [] : draft.text.split(',');
  return (
    <div id={attributes.id} role="group" aria-label={param.title} className="couture-TriggerForm-choices">
      {choicesOf(param).map(({ label }, place) => (
        <label key={place}>
          <input
            type="checkbox"
            disabled={draft.isNull}
            checked={chosen.includes(String(place))}
            onChange={event => {
              const rest = chosen.filter(each => each !== String(place) && each !== '-1');
              onChange({ text: (event.target.checked ? [...rest, place] : rest).join(','), isNull: false });
            }}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
