/** All facts about a DAG and the chosen task, its tasks, its versions, and runs that were due but not made. */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReactElement } from 'react';
import type { IMissedRun, ITask } from '../api';
import type { IDagViewProps } from '../tokens';
import { ErrorBanner, Loading, Markdown, Table, absoluteTime, useCouture, useQuery } from '../ui';
import { DagFacts } from './DagFacts';
import { NextRuns } from './NextRuns';
import { RetentionFacts } from './RetentionFacts';
import { TaskFacts } from './TaskFacts';
import { Versions } from './Versions';
import { missedRunSentence } from './words';

export interface IDetailsViewProps extends IDagViewProps {
  rendermime: IRenderMimeRegistry;
}

export function DetailsView({ dagId, selection, onSelect, rendermime }: IDetailsViewProps): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    async () => {
      const [dag, tasks, missed, versions] = await Promise.all([
        client.dags.details(dagId),
        client.dags.tasks(dagId),
        client.dags.missedRuns(dagId),
        client.dags.versions(dagId)
      ]);
      return { dag, tasks, missed, versions };
    },
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const task = data.tasks.find(each => each.task_id === selection.taskId);
  return (
    <div className="couture-Details">
      {task && (
        <section aria-label={trans.__('The task %1', task.task_id)}>
          <h2>{trans.__('The task %1', task.task_display_name)}</h2>
          <TaskFacts task={task} rendermime={rendermime} />
        </section>
      )}
      {data.dag.doc_md && (
        <section aria-label={trans.__('Documentation')}>
          <Markdown text={data.dag.doc_md} rendermime={rendermime} />
        </section>
      )}
      <DagFacts dag={data.dag} />
      <h2>{trans.__('Tasks')}</h2>
      <Tasks tasks={data.tasks} onChoose={taskId => onSelect({ taskId })} />
      <h2>{trans.__('Versions')}</h2>
      <Versions versions={data.versions} />
      <h2>{trans.__('Next runs')}</h2>
      <NextRuns dagId={dagId} />
      <h2>{trans.__('Keeping runs')}</h2>
      <RetentionFacts dagId={dagId} />
      <h2>{trans.__('Missed runs')}</h2>
      <MissedRuns missed={data.missed} />
    </div>
  );
}

interface ITasksProps {
  tasks: readonly ITask[];
  onChoose: (taskId: string) => void;
}

function Tasks({ tasks, onChoose }: ITasksProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Tasks')}
        rows={tasks}
        rowKey={task => task.task_id}
        columns={[
          {
            id: 'task',
            label: trans.__('Task'),
            cell: task => (
              <button type="button" className="couture-Link" onClick={() => onChoose(task.task_id)}>
                {task.task_display_name}
              </button>
            )
          },
          { id: 'operator', label: trans.__('Operator'), cell: task => task.operator_name },
          { id: 'after', label: trans.__('After'), cell: task => task.upstream_task_ids.join(', ') || '–' },
          { id: 'rule', label: trans.__('Trigger rule'), cell: task => <code>{task.trigger_rule}</code> },
          { id: 'retries', label: trans.__('Retries'), cell: task => task.retries },
          { id: 'pool', label: trans.__('Pool'), cell: task => task.pool }
        ]}
      />
    </div>
  );
}

function MissedRuns({ missed }: { missed: readonly IMissedRun[] }): ReactElement {
  const { trans } = useCouture();
  if (!missed.length) {
    return <p className="couture-muted">{trans.__('None: every run that was due was made.')}</p>;
  }
  return (
    <Table
      label={trans.__('Missed runs')}
      rows={missed}
      rowKey={run => run.logical_date}
      columns={[
        { id: 'due', label: trans.__('Was due'), cell: run => absoluteTime(run.run_after) },
        { id: 'why', label: trans.__('Why it was not made'), cell: run => missedRunSentence(run.why, trans) }
      ]}
    />
  );
}
