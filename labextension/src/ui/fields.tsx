/** Form fields: a label, the input, a hint, and the place where an error stands. */
import type { ReactElement, ReactNode } from 'react';
import { useId } from 'react';

export interface IFieldProps {
  label: string;
  /** What is wrong with the value; announced and shown below the input. */
  error?: string;
  hint?: ReactNode;
  isRequired?: boolean;
  /** The field's path in the form, e.g. `when.cron`: errors find their field by it. */
  path?: string;
  /** Draws the input with these attributes. */
  children: (attributes: IInputAttributes) => ReactNode;
}

export interface IInputAttributes {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
  'aria-required': boolean | undefined;
}

export function Field({ label, error, hint, isRequired, path, children }: IFieldProps): ReactElement {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={`couture-Field${error ? ' couture-mod-invalid' : ''}`} data-path={path}>
      <label className="couture-Field-label" htmlFor={id}>
        {label}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      <div className="couture-Field-input">
        {children({
          id,
          'aria-invalid': Boolean(error),
          'aria-describedby': described || undefined,
          'aria-required': isRequired
        })}
      </div>
      {hint && (
        <div className="couture-Field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="couture-Field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

export interface IToggleProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  /** Only the switch; the label becomes its accessible name. */
  compact?: boolean;
  title?: string;
  tabIndex?: number;
  /** Why it cannot be switched; it is disabled and says so. */
  disabledBecause?: string | null;
}

/** An on/off switch. */
export function Toggle({ label, isOn, onChange, compact = false, title, tabIndex, disabledBecause = null }: IToggleProps): ReactElement {
  return (
    <button
      type="button"
      role="switch"
      className="couture-Toggle"
      aria-checked={isOn}
      aria-label={compact ? label : undefined}
      aria-disabled={disabledBecause !== null}
      title={disabledBecause ?? title}
      tabIndex={tabIndex}
      onClick={event => {
        event.stopPropagation();
        if (disabledBecause === null) {
          onChange(!isOn);
        }
      }}
    >
      <span className="couture-Toggle-track" aria-hidden="true">
        <span className="couture-Toggle-thumb" />
      </span>
      {!compact && <span>{label}</span>}
    </button>
  );
}
