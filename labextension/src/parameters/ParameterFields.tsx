/** Parameters as typed fields: those of the notebook with their defaults, and more that a person adds. */
import { addIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import { rowPath } from './checks';
import { ParameterField } from './ParameterField';
import { type IParameterRow, newRow } from './values';

export interface IParameterFieldsProps {
  rows: readonly IParameterRow[];
  /** What is wrong, by `rowPath`. */
  problems: Readonly<Record<string, string>>;
  onChange: (rows: IParameterRow[]) => void;
  /** A field was left. */
  onBlur?: (path: string) => void;
}

export function ParameterFields({ rows, problems, onChange, onBlur }: IParameterFieldsProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Parameters">
      {rows.map(row => (
        <ParameterField
          key={row.fallback === null ? row.id : row.name}
          row={row}
          problem={problems[rowPath(row)]}
          onChange={changed => onChange(rows.map(each => (each === row ? changed : each)))}
          onRemove={() => onChange(rows.filter(each => each !== row))}
          onBlur={() => onBlur?.(rowPath(row))}
        />
      ))}
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" onClick={() => onChange([...rows, newRow()])}>
          <addIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Add a parameter')}</span>
        </button>
      </div>
    </div>
  );
}
