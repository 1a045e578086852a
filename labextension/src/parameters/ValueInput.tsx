/** The input of a parameter's value, as its type wants it. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { IParameterRow, ParameterType } from './values';

/** What the value of a type looks like; the same in every language. */
const EXAMPLES: Partial<Record<ParameterType, string>> = { list: '[1, 2, 3]', dict: '{"key": "value"}', None: 'None' };

/** Python's own words, by their JSON. */
const TRUTH = { true: 'True', false: 'False' };

export interface IValueInputProps {
  id: string;
  row: IParameterRow;
  problem?: string;
  onChange: (row: IParameterRow) => void;
  onBlur: () => void;
}

export function ValueInput({ id, row, problem, onChange, onBlur }: IValueInputProps): ReactElement {
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
