/** All facts about a DAG, its tasks, and runs that were due but not made. */
import type { ReactElement, ReactNode } from 'react';
import type { IDagDetails, IMissedRun, ITask } from '../api';
import { ErrorBanner, type Fact, Facts, Loading, RelativeTime, Table, absoluteTime, useCouture, useQuery } from '../ui';
import { NextRuns } from './NextRuns';
import { Owners } from '../ui/Owners';
import { RetentionFacts } from './RetentionFacts';
import { missedRunSentence, policySentence } from './words';

export function DetailsView({ dagId }: { dagId: string }): ReactElement {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    async () => {
      const [dag, tasks, missed] = await Promise.all([
        client.dags.details(dagId),
        client.dags.tasks(dagId),
        client.dags.missedRuns(dagId)
      ]);
      return { dag, tasks, missed };
    },
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return (
    <div className="couture-Details">
      <DagFacts dag={data.dag} />
      <h2>{trans.__('Tasks')}</h2>
      <Tasks tasks={data.tasks} />
      <h2>{trans.__('Next runs')}</h2>
      <NextRuns dagId={dagId} />
      <h2>{trans.__('Keeping runs')}</h2>
      <RetentionFacts dagId={dagId} />
      <h2>{trans.__('Missed runs')}</h2>
      <MissedRuns missed={data.missed} />
    </div>
  );
}

function DagFacts({ dag }: { dag: IDagDetails }): ReactElement {
  const { trans } = useCouture();
  const moment = (iso: string | null): ReactNode => iso && absoluteTime(iso, dag.timezone ?? undefined);
  const facts: Fact[] = [
    [trans.__('DAG id'), <code key="id">{dag.dag_id}</code>],
    [trans.__('Kind'), dag.kind === 'file' ? trans.__('DAG file') : trans.__('Notebook schedule')],
    [trans.__('File'), dag.kind === 'file' && (dag.relative_fileloc ?? dag.fileloc)],
    [trans.__('Owner'), <Owners key="owners" owners={dag.owners} links={dag.owner_links} />],
    [trans.__('Timetable'), dag.timetable_summary],
    [trans.__('Time zone'), dag.timezone],
    [trans.__('Next run'), moment(dag.next_dagrun_run_after)],
    [trans.__('Start date'), moment(dag.start_date)],
    [trans.__('End date'), moment(dag.end_date)],
    [trans.__('Missed runs'), policySentence(dag.missed_runs, trans)],
    [trans.__('Overlapping runs'), policySentence(dag.overlap, trans)],
    [trans.__('Maximum active runs'), dag.max_active_runs],
    [trans.__('Maximum active tasks'), dag.max_active_tasks],
    [trans.__('Run timeout'), dag.dag_run_timeout],
    [trans.__('Version'), dag.latest_dag_version?.version_number],
    [trans.__('Last read'), dag.last_parsed_time && <RelativeTime key="read" at={dag.last_parsed_time} />],
    [trans.__('Parameters'), hasEntries(dag.params) && <code key="params">{JSON.stringify(dag.params)}</code>]
  ];
  return <Facts facts={facts} />;
}

function Tasks({ tasks }: { tasks: readonly ITask[] }): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Tasks')}
        rows={tasks}
        rowKey={task => task.task_id}
        columns={[
          { id: 'task', label: trans.__('Task'), cell: task => task.task_display_name },
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

function hasEntries(value: object | null): boolean {
  return value !== null && Object.keys(value).length > 0;
}
