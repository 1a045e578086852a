/** The chart as a table: a row for each run, a column for each line. */
import type { ReactElement } from 'react';
import type { IShownRun } from '../state/grid_cells';
import { durationText, type IColumn, shortTime, StateMark, Table, useCouture } from '../ui';
import type { ISeries } from './measures';
import { seriesName } from './words';

export interface IChartTableProps {
  label: string;
  runs: readonly IShownRun[];
  series: readonly ISeries[];
  onChoose: (runId: string, taskId: string | null) => void;
}

export function ChartTable({ label, runs, series, onChoose }: IChartTableProps): ReactElement {
  const { trans } = useCouture();
  const columns: IColumn<IShownRun>[] = [
    {
      id: 'run',
      label: trans.__('Run'),
      cell: ({ run }) => (
        <button type="button" className="couture-Link" title={run.dag_run_id} onClick={() => onChoose(run.dag_run_id, null)}>
          {shortTime(run.run_after, Date.now())}
        </button>
      )
    },
    { id: 'state', label: trans.__('State'), cell: ({ run }) => <StateMark state={run.state} /> },
    ...series.map(
      (each): IColumn<IShownRun> => ({
        id: `series ${each.taskId ?? ''}`,
        label: seriesName(each.taskId, trans),
        cell: ({ run }) => {
          const point = each.points.find(({ runId }) => runId === run.dag_run_id);
          if (!point) {
            return '–';
          }
          const text = durationText(point.seconds);
          return point.isOutlier ? <strong>{trans.__('%1, unusual', text)}</strong> : text;
        }
      })
    )
  ];
  return (
    <div className="couture-TableScroll">
      <Table label={label} columns={columns} rows={[...runs].reverse()} rowKey={({ run }) => run.dag_run_id} />
    </div>
  );
}
