/** Failures as a table: what, how often, since when, where. */
import type { ReactElement } from 'react';
import type { IFailedTry, IFailure } from '../api/failures';
import { CommandIDs } from '../commands';
import { type IColumn, RelativeTime, Table, useCouture } from '../ui';

export interface IFailureTableProps {
  failures: readonly IFailure[];
  showDag: boolean;
  onOpen: (failure: IFailure) => void;
}

export function FailureTable({ failures, showDag, onOpen }: IFailureTableProps): ReactElement {
  const { trans } = useCouture();
  const columns: IColumn<IFailure>[] = [
    {
      id: 'error',
      label: trans.__('Failure'),
      className: 'couture-FailureTable-error',
      cell: failure => (
        <button type="button" className="couture-Link" onClick={() => onOpen(failure)}>
          {failure.last.error ?? failure.last.error_name ?? trans.__('Unknown')}
        </button>
      )
    },
    { id: 'tries', label: trans.__('Seen'), cell: failure => timesText(failure, trans) },
    { id: 'last', label: trans.__('Last'), cell: failure => <Seen seen={failure.last} /> },
    { id: 'first', label: trans.__('First'), cell: failure => <Seen seen={failure.first} /> }
  ];
  const dag: IColumn<IFailure> = {
    id: 'dag',
    label: trans.__('DAG'),
    cell: failure => failure.dag_ids.join(', ')
  };
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Failures')}
        columns={showDag ? [columns[0], dag, ...columns.slice(1)] : columns}
        rows={failures}
        rowKey={failure => failure.fingerprint}
        onOpen={onOpen}
      />
    </div>
  );
}

/** A moment that leads to the run. */
export function Seen({ seen }: { seen: IFailedTry }): ReactElement {
  const { commands } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, try_number: tryNumber } = seen;
  return (
    <button
      type="button"
      className="couture-Link"
      title={runId}
      onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId, taskId, tryNumber })}
    >
      <RelativeTime at={seen.end_date} />
    </button>
  );
}

function timesText(failure: IFailure, trans: ReturnType<typeof useCouture>['trans']): string {
  const times = trans._n('%1 time', '%1 times', failure.tries);
  return failure.runs === failure.tries ? times : trans._n('%2 in %1 run', '%2 in %1 runs', failure.runs, times);
}
