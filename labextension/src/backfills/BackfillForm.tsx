/** Starts a backfill: dates, order, what happens where a run exists; and the runs to come before anything is made. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type IBackfill, type IBackfillBody, type IBackfillPlan } from '../api';
import { ActionButton, useCouture } from '../ui';
import { BackfillFields } from './BackfillFields';
import { BackfillPlan } from './BackfillPlan';
import { EMPTY_FORM, type IBackfillForm, type Problems, bodyOf } from './values';

export interface IBackfillFormProps {
  dagId: string;
  zone: string;
  onStarted: (backfill: IBackfill) => void;
}

const OWN_FIELDS = [
  'from_date',
  'to_date',
  'run_backwards',
  'max_active_runs',
  'reprocess_behavior',
  'conf'
] as const;

export function BackfillForm({ dagId, zone, onStarted }: IBackfillFormProps): ReactElement {
  const { client, trans } = useCouture();
  const [form, setForm] = useState<IBackfillForm>(EMPTY_FORM);
  const [problems, setProblems] = useState<Problems>({});
  const [plan, setPlan] = useState<IBackfillPlan | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (question: (body: IBackfillBody) => Promise<void>): Promise<void> => {
    const found = bodyOf(dagId, form, zone, trans);
    if ('problems' in found) {
      setProblems(found.problems);
      return;
    }
    setBusy(true);
    setProblems({});
    try {
      await question(found.body);
    } catch (reason) {
      setPlan(null);
      setProblems(problemsOf(reason));
    }
    setBusy(false);
  };
  const preview = async (body: IBackfillBody): Promise<void> => setPlan(await client.backfills.dryRun(body));
  const start = async (body: IBackfillBody): Promise<void> => {
    const made = await client.backfills.create(body);
    setPlan(null);
    setForm(EMPTY_FORM);
    onStarted(made);
  };
  const nothing = plan?.total_entries === 0 ? trans.__('There are no runs to make between these dates.') : null;
  const missing = isBusy ? trans.__('The server is being asked.') : nothing;
  const others = Object.entries(problems).filter(([path]) => !OWN_FIELDS.some(each => each === path));
  return (
    <section className="couture-Section" aria-label={trans.__('Backfill')}>
      <h2>{trans.__('Backfill')}</h2>
      <p className="couture-muted">
        {trans.__('Makes all runs of the schedule between two dates, whether or not they were due while the DAG was on.')}
      </p>
      <BackfillFields
        form={form}
        zone={zone}
        problems={problems}
        onChange={change => {
          setForm({ ...form, ...change });
          setPlan(null);
        }}
      />
      {others.map(([path, sentence]) => (
        <div key={path} className="couture-Field-error" role="alert">
          {sentence}
        </div>
      ))}
      <div className="couture-Buttons">
        <button type="button" className="couture-Button" disabled={isBusy} onClick={() => void ask(preview)}>
          {trans.__('Show the runs to come')}
        </button>
        <ActionButton
          variant="primary"
          label={plan ? trans._n('Start %1 run', 'Start %1 runs', plan.total_entries, plan.total_entries) : trans.__('Start')}
          needs="runs:trigger"
          dagId={dagId}
          disabledBecause={missing}
          onClick={() => void ask(start)}
        />
      </div>
      {plan && <BackfillPlan plan={plan} zone={zone} />}
    </section>
  );
}

/** What was refused, by field; under no field when nothing says which. */
function problemsOf(reason: unknown): Problems {
  if (reason instanceof ApiError && Object.keys(reason.fields).length > 0) {
    return reason.fields;
  }
  return { '': reason instanceof Error ? reason.message : String(reason) };
}
