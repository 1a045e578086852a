/** When the notebook runs. */
import { type ReactElement, useId } from 'react';
import { useCouture } from '../ui';
import { Section, useForm } from './context';
import { CronFields } from './CronFields';
import type { WhenKind } from './form';
import { suggestedMoment } from './form';
import { TextField } from './inputs';
import { AfterFields, FileFields } from './TriggerFields';
import { ZoneField } from './ZoneField';

export function WhenSection(): ReactElement {
  const { trans } = useCouture();
  const { values, problems } = useForm();
  return (
    <Section title={trans.__('When')}>
      <KindChoice />
      {(problems.when ?? problems['when.kind']) && (
        <div className="couture-Field-error" role="alert">
          {problems.when ?? problems['when.kind']}
        </div>
      )}
      {values.kind === 'cron' && <CronFields />}
      {values.kind === 'once' && (
        <div className="couture-FormGrid">
          <TextField name="at" path="when.at" label={trans.__('Date and time')} type="datetime-local" isRequired />
          <ZoneField />
        </div>
      )}
      {values.kind === 'file' && <FileFields />}
      {values.kind === 'after' && <AfterFields />}
      {values.kind === 'cron' && (
        <div className="couture-FormGrid">
          <ZoneField />
          <div className="couture-FormGrid">
            <TextField
              name="startDate"
              path="start_date"
              label={trans.__('Start')}
              type="datetime-local"
              hint={trans.__('No run before this moment. Empty: at once.')}
            />
            <TextField
              name="endDate"
              path="end_date"
              label={trans.__('End')}
              type="datetime-local"
              hint={trans.__('No run after this moment. Empty: never ends.')}
            />
          </div>
        </div>
      )}
    </Section>
  );
}

function KindChoice(): ReactElement {
  const { trans } = useCouture();
  // Several forms can be open, and radio buttons of the same name would switch each other off.
  const group = useId();
  const { model, values, set } = useForm();
  const choices: { kind: WhenKind; label: string; hint: string }[] = [
    { kind: 'cron', label: trans.__('Repeatedly'), hint: trans.__('on a schedule') },
    { kind: 'once', label: trans.__('Once'), hint: trans.__('at a date and time') },
    { kind: 'now', label: trans.__('Now'), hint: trans.__('as soon as it is saved') },
    { kind: 'manual', label: trans.__('By hand'), hint: trans.__('only when somebody starts it') },
    { kind: 'file', label: trans.__('When a file arrives'), hint: trans.__('a run for each file') },
    { kind: 'after', label: trans.__('After another DAG'), hint: trans.__('each time it has succeeded') }
  ];
  const choose = (kind: WhenKind): void => {
    const needsMoment = kind === 'once' && values.at === '';
    set(needsMoment ? { kind, at: suggestedMoment(values.timezone, new Date()) } : { kind });
  };
  return (
    <div className="couture-Kinds" role="radiogroup" aria-label={trans.__('When')} data-path="when">
      {choices
        .filter(choice => choice.kind !== 'now' || model.editedDagId === undefined)
        .map(choice => (
          <label key={choice.kind} className="couture-Kind">
            <input
              type="radio"
              name={group}
              checked={values.kind === choice.kind}
              onChange={() => choose(choice.kind)}
            />
            <span>
              <span className="couture-Kind-label">{choice.label}</span>
              <span className="couture-Field-hint">{choice.hint}</span>
            </span>
          </label>
        ))}
    </div>
  );
}
