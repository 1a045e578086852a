/** Starts a sweep: parameters with their values, and how many runs at once. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { ApiError, type ISweep } from '../api';
import { ActionButton, Field, useCouture } from '../ui';
import type { FirstValues } from './first_values';
import { SweepRows } from './SweepRows';
import { type ISweepRow, countRuns, pathOfRow, rowsFrom, sumText, valuesIn } from './values';

export interface ISweepFormProps {
  dagId: string;
  firstValues: FirstValues;
  onStarted: (sweep: ISweep) => void;
}

export function SweepForm({ dagId, firstValues, onStarted }: ISweepFormProps): ReactElement {
  const { client, trans } = useCouture();
  const [rows, setRows] = useRows(dagId, firstValues);
  const [atOnce, setAtOnce] = useState('2');
  const [combine, setCombine] = useState<'product' | 'zip'>('product');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const runs = countRuns(rows, combine);
  const missing = runs === 0 ? trans.__('Give a parameter with its values.') : null;
  const start = async (): Promise<void> => {
    const named = rows.filter(row => row.name.trim() !== '');
    const wrong = named.filter(row => valuesIn(row.text) === null);
    if (wrong.length) {
      const sentence = trans.__('This begins like a JSON list, but is none.');
      setProblems(Object.fromEntries(wrong.map(row => [pathOfRow(row), sentence])));
      return;
    }
    setBusy(true);
    try {
      const parameters = Object.fromEntries(named.map(row => [row.name.trim(), valuesIn(row.text) ?? []]));
      const sweep = await client.sweeps.start(dagId, { parameters, at_once: Number(atOnce), combine });
      setProblems({});
      onStarted(sweep);
    } catch (reason) {
      setProblems(problemsOf(reason));
    }
    setBusy(false);
  };
  const { at_once: ofLimit, ...others } = problems;
  const general = Object.entries(others).filter(([path]) => !rows.some(row => pathOfRow(row) === path));
  return (
    <section className="couture-Section" aria-label={trans.__('Run with several values')}>
      <h2>{trans.__('Run with several values')}</h2>
      <SweepRows dagId={dagId} rows={rows} problems={problems} onChange={setRows} />
      <div className="couture-FormGrid">
        <Field
          label={trans.__('Runs at once')}
          path="at_once"
          error={ofLimit}
          hint={trans.__('The others of this sweep wait.')}
        >
          {attributes => (
            <input
              {...attributes}
              className="couture-Input"
              type="number"
              min={1}
              max={100}
              value={atOnce}
              onChange={event => setAtOnce(event.target.value)}
            />
          )}
        </Field>
        <Field label={trans.__('Combine')} path="combine">
          {attributes => (
            <select
              {...attributes}
              className="couture-Select"
              value={combine}
              onChange={event => setCombine(event.target.value === 'zip' ? 'zip' : 'product')}
            >
              <option value="product">{trans.__('Every value with every other')}</option>
              <option value="zip">{trans.__('The lists side by side')}</option>
            </select>
          )}
        </Field>
      </div>
      {general.map(([path, sentence]) => (
        <div key={path} className="couture-Field-error" role="alert">
          {sentence}
        </div>
      ))}
      <div className="couture-Buttons">
        <ActionButton
          variant="primary"
          label={trans._n('Start %1 run', 'Start %1 runs', runs, runs)}
          needs="runs:trigger"
          dagId={dagId}
          disabledBecause={isBusy ? trans.__('The runs are being started.') : missing}
          onClick={() => void start()}
        />
        <span className="couture-muted" role="status">
          {missing}
          {runs === 1 && trans.__('Add further values, separated by commas.')}
          {runs > 1 && sumText(rows, combine)}
        </span>
      </div>
    </section>
  );
}

/** The rows that are typed; they begin anew when a person comes with the values of a run. */
function useRows(
  dagId: string,
  firstValues: FirstValues
): [readonly ISweepRow[], (rows: readonly ISweepRow[]) => void] {
  const [rows, setRows] = useState<readonly ISweepRow[]>(() => rowsFrom(firstValues.take(dagId)));
  useEffect(() => {
    const begin = (_: FirstValues, id: string): void => {
      if (id === dagId) {
        setRows(rowsFrom(firstValues.take(dagId)));
      }
    };
    firstValues.changed.connect(begin);
    return () => {
      firstValues.changed.disconnect(begin);
    };
  }, [dagId, firstValues]);
  return [rows, setRows];
}

/** What was refused, by field; under no field when nothing says which. */
function problemsOf(reason: unknown): Readonly<Record<string, string>> {
  if (reason instanceof ApiError && Object.keys(reason.fields).length > 0) {
    return reason.fields;
  }
  return { '': reason instanceof Error ? reason.message : String(reason) };
}
