/** What an import would do, line by line. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useCouture } from './context';
import { StateMark } from './StateMark';
import { Table } from './Table';
import { displayLocale } from './locale';

export interface IImportRow {
  key: string;
  found: 'new' | 'changed' | 'same' | 'hidden' | 'wrong';
  /** Of the value, in characters. */
  size?: number;
  description?: string | null;
  /** What is to be done afterwards. */
  note?: string | null;
  problem: string | null;
}

const MOST = 500;

export function ImportRows({ rows }: { rows: readonly IImportRow[] }): ReactElement {
  const { trans } = useCouture();
  const number = new Intl.NumberFormat(displayLocale());
  const sizes = rows.some(row => row.size !== undefined);
  return (
    <>
      <p role="status">{summary(rows, trans)}</p>
      <div className="couture-TableScroll couture-ImportRows">
        <Table
          label={trans.__('What would be imported')}
          rows={rows.slice(0, MOST)}
          rowKey={row => row.key}
          columns={[
            { id: 'key', label: trans.__('Name'), cell: row => <code>{row.key}</code> },
            { id: 'found', label: trans.__('Compared with what is there'), cell: row => <Found row={row} /> },
            ...(sizes
              ? [{ id: 'size', label: trans.__('Characters'), cell: (row: IImportRow) => number.format(row.size ?? 0) }]
              : []),
            { id: 'description', label: trans.__('Description'), cell: row => row.note ?? row.description ?? '' }
          ]}
        />
      </div>
      {rows.length > MOST && <p>{trans.__('The first %1 of %2 are shown.', number.format(MOST), number.format(rows.length))}</p>}
    </>
  );
}

function Found({ row }: { row: IImportRow }): ReactElement {
  const { trans } = useCouture();
  if (row.problem !== null) {
    return (
      <>
        <StateMark state="failed" compact /> {trans.__('Cannot be imported: %1', row.problem)}
      </>
    );
  }
  const words = {
    new: trans.__('New'),
    changed: trans.__('Changed'),
    same: trans.__('The same'),
    hidden: trans.__('There is one, whose value is hidden'),
    wrong: trans.__('Cannot be imported')
  };
  return <span className={row.found === 'same' ? 'couture-muted' : undefined}>{words[row.found]}</span>;
}

function summary(rows: readonly IImportRow[], trans: TranslationBundle): string {
  const count = (found: IImportRow['found']): number => rows.filter(row => row.found === found).length;
  return trans.__(
    '%1 new, %2 changed or hidden, %3 the same, %4 that cannot be imported.',
    count('new'),
    count('changed') + count('hidden'),
    count('same'),
    count('wrong')
  );
}
