/** Starts a sweep: parameters with their values, and how many runs at once. */
import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { ApiError, type ISweep } from '../api';
import { Field, useCouture } from '../ui';
import { type ISweepRow, countRuns, valuesIn } from './values';

export interface ISweepFormProps {
  dagId: string;
  onStarted: (sweep: ISweep) => void;
}

export function SweepForm({ dagId, onStarted }: ISweepFormProps): ReactElement {
  const { client, trans } = useCouture();
  const [rows, setRows] = useState<readonly ISweepRow[]>([{ id: 0, name: '', text: '' }]);
  const [atOnce, setAtOnce] = useState('2');
  const [combine, setCombine] = useState<'product' | 'zip'>('product');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const runs = countRuns(rows, combine);
  const start = async (): Promise<void> => {
    const named = rows.filter(row => row.name.trim() !== '');
    const wrong = named.find(row => valuesIn(row.text) === null);
    if (wrong) {
      setProblem(trans.__('The values of %1 begin like a JSON list, but are none.', wrong.name));
      return;
    }
    setBusy(true);
    try {
      const parameters = Object.fromEntries(named.map(row => [row.name.trim(), valuesIn(row.text) ?? []]));
      const sweep = await client.sweeps.start(dagId, { parameters, at_once: Number(atOnce), combine });
      setProblem('');
      onStarted(sweep);
    } catch (reason) {
      setProblem(reason instanceof ApiError || reason instanceof Error ? reason.message : String(reason));
    }
    setBusy(false);
  };
  return (
    <section className="couture-Section" aria-label={trans.__('Run with several values')}>
      <h2>{trans.__('Run with several values')}</h2>
      <SweepRows rows={rows} onChange={setRows} />
      <div className="couture-Grid">
        <Field label={trans.__('Runs at once')} path="at_once">
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
      {problem && (
        <div className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button couture-mod-primary"
          disabled={isBusy}
          onClick={() => void start()}
        >
          {trans._n('Start %1 run', 'Start %1 runs', runs, runs)}
        </button>
      </div>
    </section>
  );
}

interface ISweepRowsProps {
  rows: readonly ISweepRow[];
  onChange: (rows: readonly ISweepRow[]) => void;
}

function SweepRows({ rows, onChange }: ISweepRowsProps): ReactElement {
  const { trans } = useCouture();
  const set = (row: ISweepRow, change: Partial<ISweepRow>): void =>
    onChange(rows.map(each => (each === row ? { ...each, ...change } : each)));
  const nextId = Math.max(...rows.map(row => row.id)) + 1;
  return (
    <>
      {rows.map(row => (
        <div key={row.id} className="couture-Sweeps-row">
          <input
            className="couture-Input"
            aria-label={trans.__('Parameter')}
            placeholder={trans.__('Parameter')}
            spellCheck={false}
            value={row.name}
            onChange={event => set(row, { name: event.target.value })}
          />
          <input
            className="couture-Input"
            aria-label={trans.__('Values')}
            placeholder={trans.__('Values: 1, 2, 3 or a JSON list')}
            spellCheck={false}
            value={row.text}
            onChange={event => set(row, { text: event.target.value })}
          />
          <button
            type="button"
            className="couture-Button couture-mod-minimal couture-mod-iconOnly"
            aria-label={trans.__('Remove this parameter')}
            disabled={rows.length === 1}
            onClick={() => onChange(rows.filter(each => each !== row))}
          >
            <closeIcon.react tag="span" className="couture-Button-icon" />
          </button>
        </div>
      ))}
      <div className="couture-Buttons">
        <button
          type="button"
          className="couture-Button"
          onClick={() => onChange([...rows, { id: nextId, name: '', text: '' }])}
        >
          <addIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Add a parameter')}</span>
        </button>
      </div>
    </>
  );
}
