/** What the list of jobs shows: engines, whether they are alive, since when, and where. */
import { kernelIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IJob } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, CommandButton, Duration, EmptyState, RelativeTime, StateMark, useCouture } from '../ui';
import type { IFilterField, IListColumn, IListDefinition } from '../ui/listing';
import { WorkNow } from './WorkNow';

export function jobList(couture: ICouture): IListDefinition<IJob> {
  const { client, trans } = couture;
  return {
    id: 'couture-jobs',
    page: 'jobs',
    className: 'couture-Jobs',
    title: trans.__('Jobs'),
    icon: kernelIcon,
    tableLabel: trans.__('Jobs'),
    selectedLabel: '',
    columns: jobColumns(trans),
    fields: jobFields(trans),
    orderBy: '-start_date',
    fetch: async params => {
      const page = await client.jobs.list(params);
      return { rows: page.jobs, total: page.total_entries };
    },
    matches: change => change.subject === 'engine',
    rowKey: job => String(job.id),
    exportPath: 'jobs/export',
    isExportOrdered: false,
    Head: WorkNow,
    empty: (
      <EmptyState icon={kernelIcon} title={trans.__('No engine has run here yet.')}>
        <span>{trans.__('The engine is the process that runs what is due.')}</span>
        <CommandButton command={CommandIDs.startEngine} variant="primary" needs="engine:control" />
      </EmptyState>
    )
  };
}

function jobColumns(trans: ICouture['trans']): IListColumn<IJob>[] {
  return [
    { id: 'state', label: trans.__('State'), width: 150, isFixed: true, cell: job => <JobState job={job} /> },
    { id: 'kind', label: trans.__('Job'), width: 130, cell: job => kindText(job.job_type, trans) },
    { id: 'host', label: trans.__('Host'), width: 140, grows: true, cell: job => <span className="couture-cut">{job.hostname}</span> },
    { id: 'pid', label: trans.__('Process'), width: 90, cell: job => job.pid },
    { id: 'started', label: trans.__('Started'), width: 206, orderBy: 'start_date', cell: job => absoluteTime(job.start_date) },
    {
      id: 'heartbeat',
      label: trans.__('Last heartbeat'),
      width: 130,
      cell: job => <RelativeTime at={job.latest_heartbeat} />
    },
    { id: 'ended', label: trans.__('Ended'), width: 206, cell: job => (job.end_date ? absoluteTime(job.end_date) : '') },
    {
      id: 'duration',
      label: trans.__('For'),
      width: 100,
      cell: job => <Duration start={job.start_date} end={job.state === 'running' ? null : (job.end_date ?? job.latest_heartbeat)} />
    },
    {
      id: 'executor',
      label: trans.__('Executor'),
      width: 120,
      isHidden: true,
      cell: job => job.executor_class
    }
  ];
}

function kindText(kind: string, trans: ICouture['trans']): string {
  const labels: Record<string, string> = { SchedulerJob: trans.__('Engine'), telling: trans.__('Messages') };
  return labels[kind] ?? kind;
}

/** Alive, ended in good order, or silent: heard of for the last time at its last heartbeat. */
function JobState({ job }: { job: IJob }): ReactElement {
  const { trans } = useCouture();
  const words: Record<string, string> = {
    running: job.job_type !== 'SchedulerJob' || job.is_in_charge ? trans.__('Running') : trans.__('Standing by'),
    success: trans.__('Ended'),
    failed: trans.__('Gone silent')
  };
  const word = words[job.state] ?? job.state;
  const mark = job.state === 'running' && !job.is_in_charge && job.job_type === 'SchedulerJob' ? 'queued' : job.state;
  return (
    <span className="couture-JobState">
      <StateMark state={mark} compact title={word} />
      <span>{word}</span>
    </span>
  );
}

function jobFields(trans: ICouture['trans']): IFilterField[] {
  return [
    { id: 'host', label: trans.__('Search hosts'), kind: 'text', param: 'hostname_pattern', isPinned: true },
    {
      id: 'alive',
      label: trans.__('Alive'),
      kind: 'choice',
      param: 'is_alive',
      options: [{ value: 'true', label: trans.__('Alive') }, { value: 'false', label: trans.__('Ended or silent') }]
    },
    {
      id: 'kind',
      label: trans.__('Job'),
      kind: 'choice',
      param: 'job_type',
      options: [{ value: 'SchedulerJob', label: trans.__('Engine') }, { value: 'telling', label: trans.__('Messages') }]
    },
    { id: 'started', label: trans.__('Started'), kind: 'span', param: 'start_date' }
  ];
}
