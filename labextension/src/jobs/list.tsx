/** What the list of jobs shows: processes, what they work for, whether they are alive, since when, and where. */
import { kernelIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IJob } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, CommandButton, Duration, EmptyState, OpenLink, RelativeTime, StateMark, useCouture } from '../ui';
import { listPage, type IListColumn, type IListDefinition } from '../ui/listing';
import { WorkNow } from './WorkNow';
import { jobFields, kindTexts } from './fields';

export const Jobs = listPage(jobList);

function jobList(couture: ICouture): IListDefinition<IJob> {
  const { client, trans } = couture;
  return {
    page: 'jobs',
    className: 'couture-Jobs',
    tableLabel: trans.__('Jobs'),
    selectedLabel: '',
    columns: jobColumns(trans),
    fields: jobFields(trans),
    orderBy: '-start_date',
    fetch: async params => {
      const page = await client.jobs.list(params);
      return { rows: page.jobs, total: page.total_entries, truncated: page.truncated };
    },
    matches: change => ['engine', 'task_instance', 'dag_run', 'held_kernel'].includes(change.subject),
    rowKey: job => `${job.job_type} ${job.id}`,
    onOpen: job => void (job.task_id && couture.commands.execute(CommandIDs.openRun, placeOf(job))),
    exportPath: 'jobs/export',
    isExportOrdered: false,
    Head: WorkNow,
    empty: (
      <EmptyState icon={kernelIcon} title={trans.__('No process works here yet.')}>
        <span>{trans.__('The engine is the process that runs what is due.')}</span>
        <CommandButton command={CommandIDs.startEngine} variant="primary" needs="engine:control" />
      </EmptyState>
    )
  };
}

function jobColumns(trans: ICouture['trans']): IListColumn<IJob>[] {
  return [
    { id: 'state', label: trans.__('State'), width: 120, isFixed: true, cell: job => <JobState job={job} /> },
    { id: 'kind', label: trans.__('Job'), width: 112, cell: job => kindTexts(trans)[job.job_type] ?? job.job_type },
    { id: 'task', label: trans.__('Works for'), width: 170, grows: 3, cell: (job, tabIndex) => <Work job={job} tabIndex={tabIndex} /> },
    { id: 'host', label: trans.__('Host'), width: 90, grows: true, cell: job => <Cut text={job.hostname} /> },
    { id: 'pid', label: trans.__('Process'), width: 76, cell: job => job.pid },
    { id: 'started', label: trans.__('Started'), width: 110, orderBy: 'start_date', cell: job => <RelativeTime at={job.start_date} /> },
    {
      id: 'heartbeat',
      label: trans.__('Last heartbeat'),
      width: 120,
      cell: job => <RelativeTime at={job.latest_heartbeat} />
    },
    { id: 'ended', label: trans.__('Ended'), width: 206, isHidden: true, cell: job => (job.end_date ? absoluteTime(job.end_date) : '') },
    {
      id: 'duration',
      label: trans.__('For'),
      width: 84,
      cell: job => <Duration start={job.start_date} end={job.state === 'running' ? null : (job.end_date ?? job.latest_heartbeat)} />
    },
    {
      id: 'run',
      label: trans.__('Run'),
      width: 180,
      isHidden: true,
      cell: job => <Cut text={job.dag_run_id ?? ''} />
    },
    { id: 'try', label: trans.__('Try'), width: 56, isHidden: true, cell: job => job.try_number },
    {
      id: 'executor',
      label: trans.__('Executor'),
      width: 120,
      isHidden: true,
      cell: job => job.executor_class
    }
  ];
}

function placeOf(job: IJob): { dagId: string; runId: string; taskId: string; mapIndex: number } {
  return { dagId: job.dag_id ?? '', runId: job.dag_run_id ?? '', taskId: job.task_id ?? '', mapIndex: job.map_index ?? -1 };
}

function Cut({ text }: { text: string }): ReactElement {
  return (
    <span className="couture-cut" title={text}>
      {text}
    </span>
  );
}

/** The try that a task's process or a kept kernel is there for. */
function Work({ job, tabIndex }: { job: IJob; tabIndex: number }): ReactElement | null {
  if (!job.task_id) {
    return null;
  }
  const task = (job.map_index ?? -1) < 0 ? job.task_id : `${job.task_id} [${job.map_index}]`;
  return (
    <OpenLink command={CommandIDs.openRun} args={placeOf(job)} title={`${job.dag_id} › ${task}`} tabIndex={tabIndex} className="couture-cut">
      <span className="couture-muted">{job.dag_id} ›</span> {task}
    </OpenLink>
  );
}

/** Alive, ended in good order, or silent: heard of for the last time at its last heartbeat. */
function JobState({ job }: { job: IJob }): ReactElement {
  const { trans } = useCouture();
  const standsBy = job.state === 'running' && job.job_type === 'SchedulerJob' && !job.is_in_charge;
  const words: Record<IJob['state'], string> = {
    running: standsBy ? trans.__('Standing by') : job.job_type === 'KernelJob' ? trans.__('Kept') : trans.__('Running'),
    success: trans.__('Ended'),
    failed: trans.__('Gone silent')
  };
  const word = words[job.state];
  const mark = standsBy ? 'queued' : job.state;
  return (
    <span className="couture-JobState">
      <StateMark state={mark} compact title={word} />
      <span>{word}</span>
    </span>
  );
}
