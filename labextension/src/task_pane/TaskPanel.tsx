/** The panel of the task that is chosen on a DAG's page: its instance in the chosen run, or what is left to choose. */
import { closeIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import type { IShownPart, ITaskPanelProps } from '../tokens';
import { CommandIDs } from '../commands';
import { ErrorBanner, Loading, RelativeTime, useCouture, useQuery } from '../ui';
import { InstanceList } from './InstanceList';
import { MappedInstances } from './MappedInstances';
import { TaskPane } from './TaskPane';
import { useInstances } from './useInstances';

export function TaskPanel(props: ITaskPanelProps): ReactElement {
  const { trans } = useCouture();
  const { taskId, selection, onClose } = props;
  return (
    <aside className="couture-TaskPanel" aria-label={trans.__('Task %1', taskId)}>
      <div className="couture-TaskPanel-head">
        <Place {...props} />
        <button
          type="button"
          className="couture-Button couture-mod-minimal couture-mod-iconOnly"
          title={trans.__('Close (Esc)')}
          aria-label={trans.__('Close the panel of the task')}
          onClick={onClose}
        >
          <closeIcon.react tag="span" className="couture-Button-icon" />
        </button>
      </div>
      {selection.runId === null ? (
        <RunsOfTask {...props} />
      ) : (
        <InRun key={`${selection.runId} ${taskId} ${selection.mapIndex}`} {...props} runId={selection.runId} />
      )}
    </aside>
  );
}

/** Where one is: the run, and for one of many instances the way back to all. */
function Place({ dagId, taskId, selection, onSelect }: ITaskPanelProps): ReactElement {
  const { commands, trans } = useCouture();
  const { runId, mapIndex } = selection;
  return (
    <nav className="couture-TaskPanel-place" aria-label={trans.__('Where this task instance is')}>
      {runId !== null && (
        <button
          type="button"
          className="couture-Link"
          title={trans.__('Open the page of the run %1', runId)}
          onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId, taskId, ...(mapIndex !== null && { mapIndex }) })}
        >
          {runId}
        </button>
      )}
      {mapIndex !== null && mapIndex >= 0 && (
        <button type="button" className="couture-Link" onClick={() => onSelect({ mapIndex: null })}>
          {trans.__('All instances of %1', taskId)}
        </button>
      )}
    </nav>
  );
}

/** A task without a run: its newest instances, to choose from. */
function RunsOfTask({ dagId, taskId, onSelect }: ITaskPanelProps): ReactElement {
  const { trans } = useCouture();
  // One of each run: the task as a whole, or the first of its mapped instances.
  const query = useInstances(dagId, '~', taskId, { order_by: '-run_after', map_index: ['-1', '0'] });
  return (
    <>
      <h2>{taskId}</h2>
      <p className="couture-muted">
        {query.total === 0
          ? trans.__('This task has not been part of a run yet.')
          : trans.__('Choose a run to see what the task did in it.')}
      </p>
      {query.error && <ErrorBanner error={query.error} onRetry={() => query.refresh()} />}
      <InstanceList
        label={trans.__('Runs of %1', taskId)}
        query={query}
        name={(task): ReactNode => (
          <>
            {task.dag_run_id}{' '}
            <span className="couture-muted">
              <RelativeTime at={task.run_after} />
            </span>
          </>
        )}
        onChoose={task => onSelect({ runId: task.dag_run_id })}
      />
    </>
  );
}

function InRun(props: ITaskPanelProps & { runId: string }): ReactElement {
  const { client, trans } = useCouture();
  const { dagId, taskId, runId, selection, onSelect } = props;
  const { mapIndex } = selection;
  const [shown, setShown] = useState<IShownPart>({ tab: props.tab });
  const { data, error, refresh } = useQuery(
    async () => {
      const params = { task_id: taskId, limit: 1, ...(mapIndex !== null && { map_index: mapIndex }) };
      const page = await client.runs.taskPage(dagId, runId, params);
      return { task: page.task_instances[0], total: page.total_entries };
    },
    change =>
      change.dag_id === dagId &&
      ['task_instance', 'progress', 'dag_run'].includes(change.subject) &&
      (change.run_id === undefined || change.run_id === runId),
    [client, dagId, runId, taskId, mapIndex]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (!data.task) {
    return <p className="couture-muted">{trans.__('There is no task "%1" in this run: its version of the DAG has none.', taskId)}</p>;
  }
  const isOne = mapIndex !== null || (data.total === 1 && data.task.map_index < 0);
  if (!isOne) {
    const choose = (index: number): void => onSelect({ mapIndex: index });
    return (
      <>
        <h2>{data.task.task_display_name}</h2>
        <p className="couture-muted">{trans.__('This task is mapped: choose one of its instances.')}</p>
        <MappedInstances dagId={dagId} runId={runId} taskId={taskId} chosen={null} onChoose={choose} />
      </>
    );
  }
  const show = (change: IShownPart): void => {
    setShown({ ...shown, ...change });
    if (change.tab !== undefined) {
      props.onTab(change.tab);
    }
  };
  return (
    <>
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <TaskPane task={data.task} isAlone={false} shown={shown} onShow={show} onSelect={onSelect} />
    </>
  );
}
