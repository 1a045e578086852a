/** The cells of one run as a table: what each took, what is usual, and its past. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ReactElement, useState } from 'react';
import type { ICellHistory, ICellOfRun } from '../api/cells';
import { type IColumn, StateMark, Table, Toggle, useCouture } from '../ui';
import { Bars, Numbers } from './Bars';
import { barsOf, fullBar, type Measure, measureLabel, MEASURES, measureText } from './measures';

export function CellTable({ history }: { history: ICellHistory }): ReactElement {
  const { trans } = useCouture();
  const [measure, setMeasure] = useState<Measure>('seconds');
  const [asNumbers, setAsNumbers] = useState(false);
  const slow = history.cells.filter(cell => cell.slow !== null);
  return (
    <div className="couture-CellTable">
      <div className="couture-Buttons">
        <select
          className="couture-Select"
          aria-label={trans.__('What is shown')}
          value={measure}
          onChange={event => setMeasure(event.target.value as Measure)}
        >
          {MEASURES.map(each => (
            <option key={each} value={each}>
              {measureLabel(each, trans)}
            </option>
          ))}
        </select>
        <Toggle label={trans.__('Numbers instead of bars')} isOn={asNumbers} onChange={setAsNumbers} />
        <span className="couture-muted">
          {trans._n('With %1 earlier run.', 'With %1 earlier runs.', history.earlier_runs.length)}
          {slow.length > 0 && ` ${trans._n('%1 cell has become slow.', '%1 cells have become slow.', slow.length)}`}
        </span>
      </div>
      <div className="couture-TableScroll">
        <Table
          label={trans.__('Cells')}
          columns={columnsOf(history, measure, asNumbers, trans)}
          rows={history.cells}
          rowKey={cell => String(cell.index)}
        />
      </div>
    </div>
  );
}

function columnsOf(
  history: ICellHistory,
  measure: Measure,
  asNumbers: boolean,
  trans: TranslationBundle
): IColumn<ICellOfRun>[] {
  const label = measureLabel(measure, trans);
  return [
    { id: 'number', label: trans.__('Cell'), cell: cell => cell.number },
    { id: 'title', label: trans.__('Source'), cell: cell => <code title={cell.title}>{cell.title}</code> },
    { id: 'state', label: trans.__('State'), cell: cell => <CellState cell={cell} tryNumber={history.try_number} /> },
    ...ranInColumn(history, trans),
    { id: 'value', label, cell: cell => measureText(measure, cell.seconds === null ? null : cell[measure]) },
    {
      id: 'usual',
      label: trans.__('Usual time'),
      cell: cell => (measureText('seconds', cell.usual_seconds))
    },
    {
      id: 'earlier',
      label: trans.__('Earlier runs'),
      cell: cell => {
        const bars = barsOf(cell, measure, history.dag_run_id);
        return asNumbers ? <Numbers bars={bars} /> : <Bars bars={bars} label={label} full={fullBar(bars, measure)} />;
      }
    },
    {
      id: 'slow',
      label: trans.__('Note'),
      className: 'couture-CellTable-note',
      cell: cell => cell.slow && <strong className="couture-CellTable-slow">{cell.slow}</strong>
    }
  ];
}

/** Of a resumed notebook: in which try and kernel each cell ran. */
function ranInColumn(history: ICellHistory, trans: TranslationBundle): IColumn<ICellOfRun>[] {
  if (!history.cells.some(cell => cell.state === 'taken_over')) {
    return [];
  }
  const text = (cell: ICellOfRun): string =>
    cell.ran_in_try === null
      ? (cell.kernel_id ?? '')
      : cell.kernel_id
        ? trans.__('try %1, %2', cell.ran_in_try, cell.kernel_id)
        : trans.__('try %1', cell.ran_in_try);
  return [{ id: 'ran-in', label: trans.__('Try and kernel'), cell: text }];
}

function CellState({ cell, tryNumber }: { cell: ICellOfRun; tryNumber: number }): ReactElement {
  const { trans } = useCouture();
  if (cell.state === 'waiting') {
    return <span className="couture-muted">{trans.__('Has not run')}</span>;
  }
  if (cell.state !== 'taken_over') {
    return <StateMark state={cell.state} />;
  }
  return <span className="couture-muted">{trans.__('Ran in try %1', cell.ran_in_try ?? tryNumber - 1)}</span>;
}
