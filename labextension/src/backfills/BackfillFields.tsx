/** The fields of a backfill. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';
import { type IBackfillForm, type Problems, type Reprocess } from './values';

export interface IBackfillFieldsProps {
  form: IBackfillForm;
  zone: string;
  problems: Problems;
  onChange: (change: Partial<IBackfillForm>) => void;
}

export function BackfillFields(props: IBackfillFieldsProps): ReactElement {
  return (
    <>
      <Dates {...props} />
      <How {...props} />
      <Conf {...props} />
    </>
  );
}

function Dates({ form, zone, problems, onChange }: IBackfillFieldsProps): ReactElement {
  const { trans } = useCouture();
  const fields = [
    { key: 'from', path: 'from_date', label: trans.__('First date') },
    { key: 'to', path: 'to_date', label: trans.__('Last date') }
  ] as const;
  return (
    <div className="couture-FormGrid">
      {fields.map(({ key, path, label }) => (
        <Field
          key={key}
          label={label}
          path={path}
          error={problems[path]}
          isRequired
          hint={trans.__('A logical date, included; in %1.', zone)}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              type="datetime-local"
              value={form[key]}
              onChange={event => onChange({ [key]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function How({ form, problems, onChange }: IBackfillFieldsProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-FormGrid">
      <Field label={trans.__('Order')} path="run_backwards" error={problems.run_backwards}>
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={form.backwards ? 'backwards' : 'forwards'}
            onChange={event => onChange({ backwards: event.target.value === 'backwards' })}
          >
            <option value="forwards">{trans.__('The oldest first')}</option>
            <option value="backwards">{trans.__('The newest first')}</option>
          </select>
        )}
      </Field>
      <Field label={trans.__('Runs at once')} path="max_active_runs" error={problems.max_active_runs}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            type="number"
            min={1}
            value={form.atOnce}
            onChange={event => onChange({ atOnce: event.target.value })}
          />
        )}
      </Field>
      <Field label={trans.__('Where a run exists')} path="reprocess_behavior" error={problems.reprocess_behavior}>
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={form.reprocess}
            onChange={event => onChange({ reprocess: event.target.value as Reprocess })}
          >
            <option value="none">{trans.__('It stays as it is')}</option>
            <option value="failed">{trans.__('It runs again if it failed')}</option>
            <option value="completed">{trans.__('It runs again')}</option>
          </select>
        )}
      </Field>
      {form.reprocess !== 'none' && <LatestVersion form={form} onChange={onChange} />}
    </div>
  );
}

type LatestVersionProps = Pick<IBackfillFieldsProps, 'form' | 'onChange'>;

function LatestVersion({ form, onChange }: LatestVersionProps): ReactElement {
  const { trans } = useCouture();
  return (
    <Field label={trans.__('Code of runs that run again')} path="run_on_latest_version">
      {attributes => (
        <select
          {...attributes}
          className="couture-Select"
          value={form.onLatestVersion ? 'latest' : 'own'}
          onChange={event => onChange({ onLatestVersion: event.target.value === 'latest' })}
        >
          <option value="own">{trans.__('What they ran')}</option>
          <option value="latest">{trans.__('The newest version')}</option>
        </select>
      )}
    </Field>
  );
}

function Conf({ form, problems, onChange }: IBackfillFieldsProps): ReactElement {
  const { trans } = useCouture();
  return (
    <details open={problems.conf !== undefined || undefined}>
      <summary>{trans.__('Configuration of the runs')}</summary>
      <Field
        label={trans.__('Configuration')}
        path="conf"
        error={problems.conf}
        hint={trans.__('JSON; what the tasks find as dag_run.conf.')}
      >
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea"
            rows={3}
            spellCheck={false}
            value={form.conf}
            onChange={event => onChange({ conf: event.target.value })}
          />
        )}
      </Field>
    </details>
  );
}
