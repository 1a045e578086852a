/** The control of one argument: by its type, or Python as an expression. */
import type { KeyboardEvent, ReactElement } from 'react';
import type { IOperatorArgument } from '../api';
import { Field, useCouture } from '../ui';
import type { IInputAttributes } from '../ui/fields';
import { isProblem, valueOf, type IDraft, type Problem } from './values';

export type ArgumentSpec = Pick<IOperatorArgument, 'name' | 'title' | 'form' | 'is_required' | 'default' | 'choices' | 'doc'>;

export interface IArgumentControlProps {
  spec: ArgumentSpec;
  draft: IDraft;
  functions: readonly string[];
  error?: string;
  onDraft: (draft: IDraft) => void;
  /** The person is done with it. */
  onCommit?: (draft: IDraft) => void;
}

export function ArgumentControl(props: IArgumentControlProps): ReactElement {
  const { spec, draft, error, onDraft } = props;
  const { trans } = useCouture();
  const words = useProblemWords();
  const value = valueOf(spec.form, draft);
  const toggle = trans.__('%1 as a Python expression', spec.title);
  return (
    <div className="couture-Canvas-argument" data-argument={spec.name}>
      <Field
        label={spec.title}
        hint={spec.doc}
        isRequired={spec.is_required}
        error={error ?? (isProblem(value) ? words[value] : undefined)}
      >
        {attributes => <Control {...props} attributes={attributes} />}
      </Field>
      {spec.form !== 'expression' && (
        <button
          type="button"
          className="couture-Canvas-fx"
          aria-pressed={draft.isExpression}
          aria-label={toggle}
          title={toggle}
          onClick={() => onDraft({ ...draft, isExpression: !draft.isExpression })}
        >
          {trans.__('fx')}
        </button>
      )}
    </div>
  );
}

function useProblemWords(): Record<Problem, string> {
  const { trans } = useCouture();
  return {
    number: trans.__('This is no number.'),
    duration: trans.__('Write a duration such as 90s, 5m, 1h 30m or 2d.'),
    json: trans.__('This is no JSON list or object.')
  };
}

type ControlProps = IArgumentControlProps & { attributes: IInputAttributes };

function Control(props: ControlProps): ReactElement {
  const { spec, draft, functions } = props;
  const { trans } = useCouture();
  const otherwise = spec.default ? trans.__('Default: %1', spec.default) : trans.__('Not set');
  if (draft.isExpression || spec.form === 'expression') {
    return <TextControl {...props} placeholder={spec.default} isCode />;
  }
  switch (spec.form) {
    case 'boolean':
      return <Choice {...props} options={[['', otherwise], ['true', trans.__('Yes')], ['false', trans.__('No')]]} />;
    case 'choice':
      return <Choice {...props} options={[['', otherwise], ...spec.choices.map((each): [string, string] => [each, each])]} />;
    case 'function':
      return <Choice {...props} options={[['', trans.__('Choose a function')], ...named(functions, draft.text)]} />;
    case 'text':
    case 'json':
      return <Area {...props} />;
    default:
      return <TextControl {...props} placeholder={unquoted(spec.default)} isCode={false} />;
  }
}

/** The functions of the file, and what is set now. */
function named(functions: readonly string[], current: string): [string, string][] {
  return [...new Set([...functions, current])].filter(Boolean).map(each => [each, each]);
}

function unquoted(code: string): string {
  return code === 'None' ? '' : code.replace(/^'(.*)'$/, '$1');
}

function TextControl({ attributes, draft, onDraft, onCommit, placeholder, isCode }: ControlProps & { placeholder: string; isCode: boolean }): ReactElement {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && onCommit) {
      event.preventDefault();
      onCommit(draft);
    }
  };
  return (
    <input
      {...attributes}
      className={`couture-Input${isCode ? ' couture-mod-code' : ''}`}
      type="text"
      spellCheck={false}
      placeholder={placeholder}
      value={draft.text}
      onChange={event => onDraft({ ...draft, text: event.target.value })}
      onBlur={() => onCommit?.(draft)}
      onKeyDown={onKeyDown}
    />
  );
}

function Area({ attributes, draft, onDraft, onCommit }: ControlProps): ReactElement {
  return (
    <textarea
      {...attributes}
      className="couture-TextArea couture-mod-code"
      rows={Math.min(8, draft.text.split('\n').length + 1)}
      spellCheck={false}
      value={draft.text}
      onChange={event => onDraft({ ...draft, text: event.target.value })}
      onBlur={() => onCommit?.(draft)}
    />
  );
}

function Choice({ attributes, draft, options, onDraft, onCommit }: ControlProps & { options: [string, string][] }): ReactElement {
  return (
    <select
      {...attributes}
      className="couture-Select"
      value={draft.text}
      onChange={event => {
        const next = { ...draft, text: event.target.value };
        onDraft(next);
        onCommit?.(next);
      }}
    >
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
