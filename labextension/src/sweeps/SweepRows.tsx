/** The parameters of a sweep, each with its values. */
import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useCouture, useQuery } from '../ui';
import { suggestionsFor } from './suggestions';
import { type ISweepRow, pathOfRow } from './values';

export interface ISweepRowsProps {
  dagId: string;
  rows: readonly ISweepRow[];
  /** By the path of the row. */
  problems: Readonly<Record<string, string>>;
  onChange: (rows: readonly ISweepRow[]) => void;
}

export function SweepRows({ dagId, rows, problems, onChange }: ISweepRowsProps): ReactElement {
  const { client, trans } = useCouture();
  const { data } = useQuery(() => suggestionsFor(client, dagId), () => false, [client, dagId]);
  const suggestions = data ?? [];
  const listId = `couture-sweep-${dagId}`;
  const nextId = Math.max(...rows.map(row => row.id)) + 1;
  return (
    <>
      <datalist id={listId}>
        {suggestions.map(({ name, value }) => (
          <option key={name} value={name} label={`${name} = ${value}`} />
        ))}
      </datalist>
      {rows.map(row => (
        <SweepRow
          key={row.id}
          row={row}
          listId={listId}
          fallback={suggestions.find(each => each.name === row.name.trim())?.value}
          problem={problems[pathOfRow(row)]}
          onChange={change => onChange(rows.map(each => (each === row ? { ...each, ...change } : each)))}
          onRemove={rows.length > 1 ? () => onChange(rows.filter(each => each !== row)) : undefined}
        />
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

interface ISweepRowProps {
  row: ISweepRow;
  listId: string;
  fallback: string | undefined;
  problem: string | undefined;
  onChange: (change: Partial<ISweepRow>) => void;
  onRemove: (() => void) | undefined;
}

function SweepRow({ row, listId, fallback, problem, onChange, onRemove }: ISweepRowProps): ReactElement {
  const { trans } = useCouture();
  const problemId = `${listId}-${row.id}`;
  return (
    <>
      <div className="couture-Sweeps-row">
        <input
          className="couture-Input"
          list={listId}
          aria-label={trans.__('Parameter')}
          placeholder={trans.__('Parameter')}
          spellCheck={false}
          value={row.name}
          onChange={event => onChange({ name: event.target.value })}
        />
        <input
          className="couture-Input"
          aria-label={trans.__('Values')}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : problemId}
          placeholder={
            fallback === undefined
              ? trans.__('Values: 1, 2, 3 or a JSON list')
              : trans.__('Values instead of %1, separated by commas', fallback)
          }
          spellCheck={false}
          value={row.text}
          onChange={event => onChange({ text: event.target.value })}
        />
        <button
          type="button"
          className="couture-Button couture-mod-minimal couture-mod-iconOnly"
          aria-label={trans.__('Remove this parameter')}
          disabled={onRemove === undefined}
          onClick={onRemove}
        >
          <closeIcon.react tag="span" className="couture-Button-icon" />
        </button>
      </div>
      {problem !== undefined && (
        <div id={problemId} className="couture-Field-error" role="alert">
          {problem}
        </div>
      )}
    </>
  );
}
