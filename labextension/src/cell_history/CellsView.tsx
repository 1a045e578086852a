/** The cells of a task: on a run's page those of the chosen try, on a DAG's page those of the newest run. */
import { type ReactElement, useState } from 'react';
import { ApiError, type ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { CellTable } from './CellTable';

/** Least time between two looks at a notebook that runs, in milliseconds. */
const PACE = 1000;

interface ICellsProps {
  dagId: string;
  taskId: string;
  mapIndex?: number;
  runId?: string;
  tryNumber?: number;
}

export function CellsOfTask({ task, tryNumber }: { task: ITaskInstance; tryNumber: number }): ReactElement {
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  return <Cells dagId={dagId} taskId={taskId} mapIndex={mapIndex} runId={runId} tryNumber={tryNumber || undefined} />;
}

export function CellsOfDag({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const [chosen, setChosen] = useState('');
  const { data, error, refresh } = useQuery(
    () => client.dags.tasks(dagId),
    change => change.subject === 'dag' && change.dag_id === dagId,
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const tasks = data.filter(task => task.is_notebook).map(task => task.task_id);
  const taskId = tasks.includes(chosen) ? chosen : tasks.at(0);
  if (taskId === undefined) {
    return <p className="couture-muted">{trans.__('This DAG has no notebook.')}</p>;
  }
  return (
    <>
      {tasks.length > 1 && (
        <select
          className="couture-Select"
          aria-label={trans.__('Task')}
          value={taskId}
          onChange={event => setChosen(event.target.value)}
        >
          {tasks.map(each => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      <Cells key={taskId} dagId={dagId} taskId={taskId} />
    </>
  );
}

function Cells({ dagId, taskId, mapIndex, runId, tryNumber }: ICellsProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    () => client.cells.history(dagId, taskId, { dag_run_id: runId, try_number: tryNumber, map_index: mapIndex ?? -1 }),
    change => ['progress', 'task_instance'].includes(change.subject) && change.dag_id === dagId,
    [client, dagId, taskId, mapIndex, runId, tryNumber],
    PACE
  );
  if (error instanceof ApiError && error.status === 404) {
    return <p className="couture-muted">{trans.__('No cell has run yet.')}</p>;
  }
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.cells.length === 0) {
    return <p className="couture-muted">{trans.__('No cell has run in this try.')}</p>;
  }
  return (
    <>
      {runId === undefined && (
        <p className="couture-muted">
          {trans.__('The newest run:')}{' '}
          <button
            type="button"
            className="couture-Link"
            onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId: data.dag_run_id, taskId })}
          >
            {data.dag_run_id}
          </button>
        </p>
      )}
      <CellTable history={data} />
    </>
  );
}
