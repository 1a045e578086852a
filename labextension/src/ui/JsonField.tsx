/** A text that may have to be JSON: checked while it is typed, laid out at a click. */
import type { ReactElement } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import { Field } from './fields';
import { isJsonDocument, jsonProblem, prettyJson } from './json_text';

export interface IJsonFieldProps {
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
  /** Whether it has to be JSON; else only what looks like it is laid out. */
  isJson?: boolean;
  isRequired?: boolean;
  error?: string;
  hint?: string;
  placeholder?: string;
  rows?: number;
  isReadOnly?: boolean;
}

export function JsonField(props: IJsonFieldProps): ReactElement {
  const { label, path, value, onChange, isJson = false, isRequired, rows = 8, isReadOnly = false } = props;
  const { trans } = useCouture();
  const problem = isJson && value.trim() !== '' ? jsonProblem(value, trans) : null;
  const pretty = isJsonDocument(value) ? prettyJson(value) : value;
  return (
    <div className="couture-JsonField">
      <Field label={label} path={path} error={props.error ?? problem ?? undefined} hint={props.hint} isRequired={isRequired}>
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={Math.min(24, Math.max(rows, value.split('\n').length + 1))}
            spellCheck={false}
            placeholder={props.placeholder}
            readOnly={isReadOnly}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
        )}
      </Field>
      {pretty !== value && (
        <ActionButton
          variant="minimal"
          label={trans.__('Lay out as JSON')}
          title={trans.__('Write the JSON over several lines, indented')}
          onClick={() => onChange(pretty)}
        />
      )}
    </div>
  );
}
