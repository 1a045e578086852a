/** One parameter: its name, its type, and an input that fits the type. */
import { closeIcon, undoIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useId } from 'react';
import { useCouture } from '../ui';
import { rowPath } from './checks';
import { type IParameterRow, isUnchanged, PARAMETER_TYPES, type ParameterType } from './values';

/** What the value of a type looks like; the same in every language. */
const EXAMPLES: Partial<Record<ParameterType, string>> = { list: '[1, 2, 3]', dict: '{"key": "value"}', None: 'None' };

/** Python's own words, by their JSON. */
const TRUTH = { true: 'True', false: 'False' };

export interface IParameterFieldProps {
  row: IParameterRow;
  problem?: string;
  onChange: (row: IParameterRow) => void;
  onRemove: () => void;
  onBlur: () => void;
}

export function ParameterField(props: IParameterFieldProps): ReactElement {
  const { row, problem, onChange, onBlur } = props;
  const { trans } = useCouture();
  const id = useId();
  const isOwn = row.fallback === null;
  return (
    <div
      className={`couture-Parameter${problem ? ' couture-mod-invalid' : ''}`}
      data-path={rowPath(row)}
      role="group"
      aria-label={row.name || trans.__('New parameter')}
    >
      {isOwn ? (
        <input
          className="couture-Input couture-Parameter-name"
          aria-label={trans.__('Name')}
          placeholder={trans.__('name')}
          value={row.name}
          spellCheck={false}
          onChange={event => onChange({ ...row, name: event.target.value })}
          onBlur={onBlur}
        />
      ) : (
        <label className="couture-Parameter-name" htmlFor={id} title={row.help || undefined}>
          {row.name}
        </label>
      )}
      <TypeSelect row={row} onChange={onChange} />
      <ValueInput id={id} {...props} />
      <RowButton {...props} />
      {row.help && <div className="couture-Parameter-help couture-Field-hint">{row.help}</div>}
      {problem && (
        <div className="couture-Parameter-error couture-Field-error" id={`${id}-error`} role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

function TypeSelect({ row, onChange }: Pick<IParameterFieldProps, 'row' | 'onChange'>): ReactElement {
  const { trans } = useCouture();
  return (
    <select
      className="couture-Select couture-Parameter-type"
      aria-label={trans.__('Type of %1', row.name)}
      value={row.type}
      onChange={event => onChange({ ...row, type: event.target.value as ParameterType })}
    >
      {PARAMETER_TYPES.map(type => (
        <option key={type} value={type}>
          {type}
        </option>
      ))}
    </select>
  );
}

function ValueInput({ id, row, problem, onChange, onBlur }: IParameterFieldProps & { id: string }): ReactElement {
  const { trans } = useCouture();
  const common = {
    id,
    'aria-label': trans.__('Value of %1', row.name),
    'aria-invalid': Boolean(problem),
    'aria-describedby': problem ? `${id}-error` : undefined,
    onBlur
  };
  const setText = (text: string): void => onChange({ ...row, text });
  if (row.type === 'bool') {
    const text = row.text.trim().toLowerCase();
    return (
      <select
        {...common}
        className="couture-Select couture-Parameter-value"
        value={text}
        onChange={event => setText(event.target.value)}
      >
        {text !== 'true' && text !== 'false' && <option value={text}>{row.text}</option>}
        {Object.entries(TRUTH).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    );
  }
  if (row.type === 'list' || row.type === 'dict') {
    return (
      <textarea
        {...common}
        className="couture-TextArea couture-Parameter-value couture-mod-code"
        rows={Math.min(6, row.text.split('\n').length)}
        spellCheck={false}
        value={row.text}
        placeholder={EXAMPLES[row.type]}
        onChange={event => setText(event.target.value)}
      />
    );
  }
  return (
    <input
      {...common}
      className="couture-Input couture-Parameter-value"
      inputMode={row.type === 'int' ? 'numeric' : row.type === 'float' ? 'decimal' : undefined}
      value={row.type === 'None' ? '' : row.text}
      disabled={row.type === 'None'}
      placeholder={EXAMPLES[row.type] ?? row.source}
      onChange={event => setText(event.target.value)}
    />
  );
}

function RowButton({ row, onChange, onRemove }: IParameterFieldProps): ReactElement | null {
  const { trans } = useCouture();
  if (row.fallback === null) {
    const label = trans.__('Remove the parameter %1', row.name);
    return (
      <button type="button" {...iconButton(label)} onClick={onRemove}>
        <closeIcon.react tag="span" className="couture-Button-icon" />
      </button>
    );
  }
  const label = trans.__("Back to the notebook's default of %1", row.name);
  const { fallback, fallbackType } = row;
  return (
    <button
      type="button"
      {...iconButton(label)}
      style={isUnchanged(row) ? { visibility: 'hidden' } : undefined}
      onClick={() => onChange({ ...row, text: fallback, type: fallbackType })}
    >
      <undoIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}

function iconButton(label: string): { className: string; title: string; 'aria-label': string } {
  return { className: 'couture-Button couture-mod-minimal couture-mod-iconOnly', title: label, 'aria-label': label };
}
