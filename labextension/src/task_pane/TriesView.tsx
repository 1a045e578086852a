/** All tries of a task; choosing one shows its log and notebook. */
import { type ReactElement, useId } from 'react';
import type { ITaskInstance, ITaskTry } from '../api';
import { Duration, ErrorBanner, type IColumn, Loading, RelativeTime, StateMark, Table, useCouture, useQuery } from '../ui';
import { isAboutTask } from '../state/about';

export interface ITriesViewProps {
  task: ITaskInstance;
  chosen: number;
  onChoose: (tryNumber: number) => void;
}

export function TriesView({ task, chosen, onChoose }: ITriesViewProps): ReactElement {
  const { client, trans } = useCouture();
  const group = useId();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, error, refresh } = useQuery(
    () => client.runs.tries(dagId, runId, taskId, mapIndex),
    change => change.subject === 'task_instance' && isAboutTask(change, task),
    [client, dagId, runId, taskId, mapIndex]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.length === 0) {
    return <p className="couture-muted">{trans.__('It has not been tried yet.')}</p>;
  }
  const columns: IColumn<ITaskTry>[] = [
    {
      id: 'number',
      label: trans.__('Try'),
      cell: each => (
        <label className="couture-TryChoice">
          <input type="radio" name={group} checked={each.try_number === chosen} onChange={() => onChoose(each.try_number)} />
          {each.try_number}
        </label>
      )
    },
    { id: 'state', label: trans.__('State'), cell: each => <StateMark state={each.state} /> },
    { id: 'started', label: trans.__('Started'), cell: each => <RelativeTime at={each.start_date} /> },
    {
      id: 'duration',
      label: trans.__('Duration'),
      cell: each => <Duration start={each.start_date} end={each.end_date} />
    },
    { id: 'error', label: trans.__('Error'), className: 'couture-TryError', cell: each => each.error ?? '' }
  ];
  return (
    <div className="couture-TableScroll">
      <p className="couture-muted">{trans.__('The tabs show the log, the notebook and the outputs of the chosen try.')}</p>
      <Table label={trans.__('Tries')} columns={columns} rows={data} rowKey={each => String(each.try_number)} />
    </div>
  );
}
