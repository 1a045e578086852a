/** What else a run can be given: its logical date, data interval, id, note, partition. */
import type { ReactElement } from 'react';
import { Field, useCouture } from '../ui';

export interface IRunDraft {
  readonly logicalDate: string;
  readonly intervalStart: string;
  readonly intervalEnd: string;
  readonly runId: string;
  readonly partitionKey: string;
  readonly note: string;
}

export const EMPTY_RUN: IRunDraft = {
  logicalDate: '',
  intervalStart: '',
  intervalEnd: '',
  runId: '',
  partitionKey: '',
  note: ''
};

/** The server's name of each, by which it says what is wrong. */
export const RUN_PATHS: Readonly<Record<keyof IRunDraft, string>> = {
  logicalDate: 'logical_date',
  intervalStart: 'data_interval_start',
  intervalEnd: 'data_interval_end',
  runId: 'dag_run_id',
  partitionKey: 'partition_key',
  note: 'note'
};

export interface IRunFieldsProps {
  run: IRunDraft;
  zone: string;
  takesPartition: boolean;
  problems: Readonly<Record<string, string>>;
  onChange: (run: IRunDraft) => void;
}

export function RunFields({ run, zone, takesPartition, problems, onChange }: IRunFieldsProps): ReactElement {
  const { trans } = useCouture();
  const text = (name: keyof IRunDraft, label: string, hint?: string, type = 'text'): ReactElement => (
    <Field label={label} hint={hint} path={RUN_PATHS[name]} error={problems[RUN_PATHS[name]]}>
      {attributes => (
        <input
          {...attributes}
          className="couture-Input"
          type={type}
          step={type === 'datetime-local' ? 1 : undefined}
          value={run[name]}
          onChange={event => onChange({ ...run, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      {text('note', trans.__('Note'))}
      {takesPartition && text('partitionKey', trans.__('Partition key'), trans.__('Such as 2026-03-04.'))}
      {text('logicalDate', trans.__('Logical date'), trans.__('In %1. Empty: now.', zone), 'datetime-local')}
      {text('intervalStart', trans.__('Data from'), trans.__('Empty: what the timetable says.'), 'datetime-local')}
      {text('intervalEnd', trans.__('Data to'), undefined, 'datetime-local')}
      {text('runId', trans.__('Run id'), trans.__('Empty: made from the date.'))}
    </>
  );
}
