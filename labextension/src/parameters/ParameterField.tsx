/** One parameter: its name, its type, and an input that fits the type. */
import { closeIcon, undoIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useId } from 'react';
import { useCouture } from '../ui';
import { rowPath } from './checks';
import { ValueInput } from './ValueInput';
import { type IParameterRow, isUnchanged, PARAMETER_TYPES, type ParameterType } from './values';

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
      <ValueInput id={id} row={row} problem={problem} onChange={onChange} onBlur={onBlur} />
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
