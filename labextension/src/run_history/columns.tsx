/** The columns of the run history. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import {
  absoluteTime,
  CommandButton,
  Duration,
  OpenLink,
  originText,
  RelativeTime,
  runTypeLabel,
  StateCounts,
  StateMark,
  useCouture
} from '../ui';
import type { IListColumn } from '../ui/listing';

export function runColumns({ trans }: ICouture): IListColumn<IDagRun>[] {
  return [
    { id: 'state', label: trans.__('State'), width: 96, orderBy: 'state', cell: run => <StateMark state={run.state} /> },
    {
      id: 'dag',
      label: trans.__('DAG'),
      width: 130,
      grows: true,
      orderBy: 'dag_id',
      cell: (run, tabIndex) => (
        <OpenLink command={CommandIDs.openDag} args={{ dagId: run.dag_id }} title={run.dag_id} tabIndex={tabIndex} className="couture-cut">
          {run.dag_display_name || run.dag_id}
        </OpenLink>
      )
    },
    {
      id: 'run',
      label: trans.__('Run'),
      width: 160,
      grows: true,
      isFixed: true,
      orderBy: 'run_id',
      cell: (run, tabIndex) => <RunLink run={run} tabIndex={tabIndex} />
    },
    { id: 'live', label: trans.__('Live'), width: 42, isQuiet: true, cell: (run, tabIndex) => <Live run={run} tabIndex={tabIndex} /> },
    { id: 'started', label: trans.__('Started'), width: 110, orderBy: 'start_date', cell: run => <Time at={run.start_date} /> },
    {
      id: 'duration',
      label: trans.__('Duration'),
      width: 96,
      orderBy: 'duration',
      cell: run => <Duration start={run.start_date} end={run.end_date} />
    },
    {
      id: 'origin',
      label: trans.__('Started by'),
      width: 120,
      orderBy: 'triggering_user_name',
      cell: run => <Cut text={originText(run, trans)} />
    },
    { id: 'tasks', label: trans.__('Tasks'), width: 120, cell: (run, tabIndex) => <Tasks run={run} tabIndex={tabIndex} /> },
    ...quietColumns(trans)
  ];
}

function quietColumns(trans: ICouture['trans']): IListColumn<IDagRun>[] {
  const time = (at: string | null): string => (at ? absoluteTime(at) : '');
  const version = (run: IDagRun): string => String(run.dag_versions[0]?.version_number ?? '');
  const texts: [string, string, number, string | undefined, (run: IDagRun) => string][] = [
    ['type', trans.__('Run type'), 110, 'run_type', run => runTypeLabel(run.run_type, trans)],
    ['logical', trans.__('Logical date'), 206, 'logical_date', run => time(run.logical_date)],
    ['interval', trans.__('Data interval'), 360, 'data_interval_start', run => intervalText(run, trans)],
    ['queued', trans.__('Queued'), 206, 'queued_at', run => time(run.queued_at)],
    ['ended', trans.__('Ended'), 206, 'end_date', run => time(run.end_date)],
    ['version', trans.__('Version'), 80, undefined, version],
    ['partition', trans.__('Partition'), 120, undefined, run => run.partition_key ?? ''],
    ['conf', trans.__('Configuration'), 180, undefined, run => confText(run)],
    ['note', trans.__('Note'), 160, undefined, run => run.note ?? '']
  ];
  return texts.map(([id, label, width, orderBy, text]) => ({
    id,
    label,
    width,
    isHidden: true,
    orderBy,
    cell: run => <Cut text={text(run)} />
  }));
}

function intervalText(run: IDagRun, trans: ICouture['trans']): string {
  const { data_interval_start: start, data_interval_end: end } = run;
  return start && end ? trans.__('%1 to %2', absoluteTime(start), absoluteTime(end)) : '';
}

function confText({ conf }: IDagRun): string {
  return conf && Object.keys(conf).length > 0 ? JSON.stringify(conf) : '';
}

interface ICellProps {
  run: IDagRun;
  tabIndex: number;
}

function RunLink({ run, tabIndex }: ICellProps): ReactElement {
  const args = { dagId: run.dag_id, runId: run.dag_run_id };
  const title = run.note ? `${run.dag_run_id}\n${run.note}` : run.dag_run_id;
  return (
    <OpenLink command={CommandIDs.openRun} args={args} title={title} tabIndex={tabIndex} className="couture-cut couture-mono">
      {run.dag_run_id}
    </OpenLink>
  );
}

/** The way to the notebook of a run, while it runs and afterwards. */
function Live({ run, tabIndex }: ICellProps): ReactElement | null {
  const { dag_id: dagId, dag_run_id: runId, notebook_task_id: taskId } = run;
  return taskId === null ? null : (
    <CommandButton command={CommandIDs.openLive} args={{ dagId, runId, taskId }} iconOnly variant="minimal" tabIndex={tabIndex} />
  );
}

function Tasks({ run, tabIndex }: ICellProps): ReactElement {
  const { commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const onOpen = (state: string): void => void commands.execute(CommandIDs.openTaskInstances, { dagId, runId, state });
  return <StateCounts label={trans.__('Tasks of %1', runId)} counts={run.task_counts} tabIndex={tabIndex} onOpen={onOpen} />;
}

function Time({ at }: { at: string | null }): ReactElement {
  return at ? <RelativeTime at={at} /> : <span className="couture-muted">–</span>;
}

function Cut({ text }: { text: string }): ReactElement {
  return (
    <span className="couture-cut" title={text}>
      {text}
    </span>
  );
}
