/** The options of the dialogs that clear and mark, as checkboxes in groups. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import { type IChoice, type ISubject, isMapped } from './choice';

type Flag = Exclude<keyof IChoice, 'note'>;

export interface IOptionsProps {
  subject: ISubject;
  choice: IChoice;
  /** Clearing has more to choose than marking. */
  isClearing: boolean;
  onChange: (choice: IChoice) => void;
}

export function Options({ subject, choice, isClearing, onChange }: IOptionsProps): ReactElement {
  const { trans } = useCouture();
  const isTask = subject.taskId !== undefined;
  const flag = (name: Flag, label: string): ReactElement => (
    <label key={name} className="couture-Changes-option">
      <input
        type="checkbox"
        checked={choice[name]}
        onChange={event => onChange({ ...choice, [name]: event.target.checked })}
      />
      {label}
    </label>
  );
  return (
    <div className="couture-Changes-options">
      {isTask && (
        <fieldset>
          <legend>{trans.__('Tasks')}</legend>
          {isMapped(subject) && flag('allInstances', trans.__('All instances of the mapped task'))}
          {flag('upstream', trans.__('What comes before it'))}
          {flag('downstream', trans.__('What follows it'))}
          {isClearing && flag('dependentDags', trans.__('What its markers point to'))}
        </fieldset>
      )}
      {(isClearing || isTask) && (
        <fieldset>
          <legend>{trans.__('Runs')}</legend>
          {flag('past', trans.__('Earlier runs too'))}
          {flag('future', trans.__('Later runs too'))}
        </fieldset>
      )}
      {isClearing && (
        <fieldset>
          <legend>{trans.__('Of these')}</legend>
          {flag('onlyFailed', trans.__('Only what failed'))}
          {flag('onlyRunning', trans.__('Only what runs now'))}
          {flag('latestVersion', trans.__('Run the newest code'))}
        </fieldset>
      )}
    </div>
  );
}
