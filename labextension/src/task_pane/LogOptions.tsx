/** How a log is shown: from which level on, wrapped, with times; and the way from error to error. */
import type { ReactElement } from 'react';
import { ActionButton, Toggle, useCouture } from '../ui';
import { LEAST_LEVELS, type LeastLevel } from './log_filter';

export interface ILogChoice {
  readonly least: LeastLevel;
  readonly isWrapped: boolean;
  readonly hasTimes: boolean;
}

export const FIRST_CHOICE: ILogChoice = { least: 'debug', isWrapped: false, hasTimes: true };

export interface ILogOptionsProps {
  choice: ILogChoice;
  onChange: (choice: ILogChoice) => void;
  onError: () => void;
}

export function LogOptions({ choice, onChange, onError }: ILogOptionsProps): ReactElement {
  const { trans } = useCouture();
  const labels: Record<LeastLevel, string> = {
    debug: trans.__('All levels'),
    info: trans.__('Info and above'),
    warning: trans.__('Warnings and errors'),
    error: trans.__('Errors')
  };
  return (
    <>
      <select
        className="couture-Select"
        aria-label={trans.__('Level')}
        value={choice.least}
        onChange={event => onChange({ ...choice, least: event.target.value as LeastLevel })}
      >
        {LEAST_LEVELS.map(level => (
          <option key={level} value={level}>
            {labels[level]}
          </option>
        ))}
      </select>
      <Toggle
        label={trans.__('Wrap')}
        isOn={choice.isWrapped}
        onChange={isWrapped => onChange({ ...choice, isWrapped })}
      />
      <Toggle label={trans.__('Times')} isOn={choice.hasTimes} onChange={hasTimes => onChange({ ...choice, hasTimes })} />
      <ActionButton
        label={trans.__('Next Error')}
        title={trans.__('Go to the next error of the whole log')}
        onClick={onError}
      />
    </>
  );
}
