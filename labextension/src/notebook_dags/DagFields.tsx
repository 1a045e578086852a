/** The fields of a new DAG: its id, and when it runs. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';

export interface IDagValues {
  dagId: string;
  schedule: string;
}

interface IDagFieldsProps {
  values: IDagValues;
  problems: Readonly<Record<string, string>>;
  onChange: (values: IDagValues) => void;
}

const PRESETS = ['@hourly', '@daily', '@weekly', '@monthly', '0 6 * * 1-5'];

export function DagFields({ values, problems, onChange }: IDagFieldsProps): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      <Field label={trans.__('DAG id')} isRequired error={problems.dag_id} hint={trans.__('It names the file, too.')}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            spellCheck={false}
            value={values.dagId}
            onChange={event => onChange({ ...values, dagId: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={trans.__('Schedule')}
        error={problems.schedule}
        hint={trans.__('A cron expression or a preset. Empty: it runs when somebody asks.')}
      >
        {attributes => (
          <>
            <input
              {...attributes}
              className="couture-Input"
              spellCheck={false}
              list="couture-notebook-dag-schedules"
              value={values.schedule}
              onChange={event => onChange({ ...values, schedule: event.target.value })}
            />
            <datalist id="couture-notebook-dag-schedules">
              {PRESETS.map(each => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </>
  );
}
