/** The inputs of filters, one a kind. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { joined, rangeOf, rangeText, separated } from '../../state/list_state';
import { useCouture } from '../context';
import { StateMark } from '../StateMark';
import { type IFilterField, type IOption, isNamedSpan, spanOptions } from './fields';

export interface IEditorProps {
  field: IFilterField;
  options: readonly IOption[];
  value: string;
  onChange: (value: string) => void;
}

/** The input of a filter, whatever its kind. */
export function FilterEditor(props: IEditorProps): ReactElement {
  switch (props.field.kind) {
    case 'choice':
      return <ChoiceEditor {...props} />;
    case 'several':
      return <SeveralEditor {...props} />;
    case 'span':
      return <SpanEditor {...props} />;
    case 'range':
      return <RangeEditor {...props} />;
    default:
      return <TextEditor {...props} />;
  }
}

/** A text that is asked for when typing pauses. */
export function TextEditor({ field, value, onChange }: Omit<IEditorProps, 'options'>): ReactElement {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) {
      return undefined;
    }
    const timer = setTimeout(() => onChange(text), 250);
    return () => clearTimeout(timer);
    // Only typing starts the timer, not a new function of the parent.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return (
    <input
      className="couture-Input"
      type="search"
      placeholder={field.label}
      aria-label={field.label}
      value={text}
      onChange={event => setText(event.target.value)}
    />
  );
}

function ChoiceEditor({ field, options, value, onChange }: IEditorProps): ReactElement {
  const { trans } = useCouture();
  return (
    <select
      className="couture-Select"
      aria-label={field.label}
      value={value}
      onChange={event => onChange(event.target.value)}
    >
      <option value="">{trans.__('Any')}</option>
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function SeveralEditor({ field, options, value, onChange }: IEditorProps): ReactElement {
  const { trans } = useCouture();
  if (options.length === 0) {
    return <span className="couture-muted">{trans.__('There is nothing to choose from.')}</span>;
  }
  return (
    <div className="couture-Options" role="group" aria-label={field.label}>
      {options.map(option => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={separated(value).includes(option.value)}
            onChange={() => onChange(toggled(value, option.value, options))}
          />
          <OptionText option={option} />
        </label>
      ))}
    </div>
  );
}

export function OptionText({ option }: { option: IOption }): ReactElement {
  const state = option.value === 'none' ? null : option.value;
  return option.isState ? <StateMark state={state} /> : <span>{option.label}</span>;
}

/** The values with one of them put in or taken out, in the order of the options. */
export function toggled(value: string, which: string, options: readonly IOption[]): string {
  const chosen = separated(value);
  const next = chosen.includes(which) ? chosen.filter(each => each !== which) : [...chosen, which];
  const place = (each: string): number => options.findIndex(option => option.value === each);
  return joined(next.sort((a, b) => place(a) - place(b)));
}

function SpanEditor({ field, value, onChange }: IEditorProps): ReactElement {
  const { trans } = useCouture();
  const [isCustom, setCustom] = useState(value !== '' && !isNamedSpan(value));
  const { from, to } = isNamedSpan(value) ? { from: '', to: '' } : rangeOf(value);
  const choose = (chosen: string): void => {
    setCustom(chosen === 'custom');
    onChange(chosen === 'custom' ? '' : chosen);
  };
  return (
    <div className="couture-SpanEditor">
      <select
        className="couture-Select"
        aria-label={field.label}
        value={isCustom ? 'custom' : value}
        onChange={event => choose(event.target.value)}
      >
        <option value="">{trans.__('Any time')}</option>
        {spanOptions(trans).map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        <option value="custom">{trans.__('Between…')}</option>
      </select>
      {isCustom && (
        <>
          <Moment label={trans.__('From')} value={from} onChange={next => onChange(rangeText(next, to))} />
          <Moment label={trans.__('To')} value={to} onChange={next => onChange(rangeText(from, next))} />
        </>
      )}
    </div>
  );
}

/** A moment that the server can compare with. While a year is typed, as "0020", nothing is asked. */
function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState(value);
  const [isOutside, setOutside] = useState(false);
  useEffect(() => setText(value), [value]);
  const change = ({ value: next, validity }: HTMLInputElement): void => {
    const outside = validity.rangeUnderflow || validity.rangeOverflow;
    setText(next);
    setOutside(outside);
    if (!outside) {
      onChange(next);
    }
  };
  return (
    <label className="couture-Choice">
      <span>{label}</span>
      <input
        className="couture-Input"
        type="datetime-local"
        min="1900-01-01T00:00"
        max="8999-12-31T23:59"
        aria-invalid={isOutside}
        value={text}
        onChange={event => change(event.target)}
      />
      {isOutside && <span className="couture-Field-error">{trans.__('A year from 1900 to 8999.')}</span>}
    </label>
  );
}

function RangeEditor({ field, value, onChange }: IEditorProps): ReactElement {
  const { trans } = useCouture();
  const { from, to } = rangeOf(value);
  const bounds = [
    { label: trans.__('At least'), bound: from, change: (next: string) => onChange(rangeText(next, to)) },
    { label: trans.__('At most'), bound: to, change: (next: string) => onChange(rangeText(from, next)) }
  ];
  return (
    <div className="couture-SpanEditor" role="group" aria-label={field.label}>
      {bounds.map(({ label, bound, change }) => (
        <label key={label} className="couture-Choice">
          <span>{label}</span>
          <span className="couture-RangeEditor-bound">
            <input
              className="couture-Input"
              type="number"
              min={0}
              step="any"
              value={bound}
              onChange={event => change(event.target.value)}
            />
            {field.unit}
          </span>
        </label>
      ))}
    </div>
  );
}
