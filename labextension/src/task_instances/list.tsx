/** What the list of task instances shows, and by what it is narrowed down. */
import { tableRowsIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, CommandButton, Duration, EmptyState, MoreButton, OpenLink, RelativeTime, StateMark, useCouture } from '../ui';
import { listPage, type IListColumn, type IListDefinition, useNarrow } from '../ui/listing';
import { BULK_COMMANDS } from './commands';
import { taskFields } from './fields';

export const TaskInstances = listPage(taskList);

function taskList(couture: ICouture): IListDefinition<ITaskInstance> {
  const { client, commands, trans } = couture;
  return {
    page: 'task-instances',
    className: 'couture-TaskInstances',
    tableLabel: trans.__('Task instances'),
    selectedLabel: trans.__('Selected task instances'),
    columns: [...firstColumns(trans), ...quietColumns(trans), moreColumn(trans)],
    fields: taskFields(couture),
    // The newest first, by an index: hundreds of thousands of rows are not sorted for the first page.
    orderBy: '-id',
    fetch: async ({ dag_id: dagId, dag_run_id: runId, ...params }) => {
      const page = await client.runs.listTasks(String(dagId ?? '~'), String(runId ?? '~'), params);
      return { rows: page.task_instances, total: page.total_entries };
    },
    matches: change => change.subject === 'task_instance' || change.subject === 'dag_run',
    rowKey: keyOf,
    selectLabel: task => trans.__('Select %1 of %2', nameOf(task), task.dag_run_id),
    goneKey: ({ subject, what, dag_id = '', run_id = '', task_id = '', map_index = -1 }) =>
      subject === 'task_instance' && what === 'deleted'
        ? keyOf({ dag_id, dag_run_id: run_id, task_id, map_index })
        : null,
    onOpen: task => void commands.execute(CommandIDs.openRun, placeOf(task)),
    rowProps: task => ({
      className: 'couture-TaskMark',
      'data-dag-id': task.dag_id,
      'data-run-id': task.dag_run_id,
      'data-task-id': task.task_id,
      'data-map-index': String(task.map_index),
      'data-state': task.state ?? undefined
    }),
    exportPath: 'taskInstances/export',
    Actions,
    empty: (
      <EmptyState icon={tableRowsIcon} title={trans.__('No task has run yet.')}>
        <span>{trans.__('Start a DAG: its tasks are listed here.')}</span>
        <CommandButton command={CommandIDs.openDags} />
      </EmptyState>
    )
  };
}

function Actions({ selected }: { selected: ReadonlyMap<string, ITaskInstance> }): ReactElement {
  const tasks = [...selected.values()].map(({ dag_id, dag_run_id, task_id, map_index }) => ({
    ...{ dag_id, dag_run_id, task_id, map_index }
  }));
  return (
    <>
      {Object.values(BULK_COMMANDS).map(command => (
        <CommandButton key={command} command={command} args={{ tasks }} needs="runs:edit" />
      ))}
    </>
  );
}

function keyOf(task: Pick<ITaskInstance, 'dag_id' | 'dag_run_id' | 'task_id' | 'map_index'>): string {
  return JSON.stringify([task.dag_id, task.dag_run_id, task.task_id, task.map_index]);
}

function nameOf(task: ITaskInstance): string {
  return task.map_index < 0 ? task.task_id : `${task.task_id} [${task.rendered_map_index ?? task.map_index}]`;
}

function placeOf(task: ITaskInstance): { dagId: string; runId: string; taskId: string; mapIndex: number } {
  return { dagId: task.dag_id, runId: task.dag_run_id, taskId: task.task_id, mapIndex: task.map_index };
}

function firstColumns(trans: ICouture['trans']): IListColumn<ITaskInstance>[] {
  return [
    {
      id: 'state',
      label: trans.__('State'),
      width: 140,
      orderBy: 'state',
      cell: task => <StateMark state={task.state} title={task.error ?? task.because ?? undefined} />
    },
    {
      id: 'dag',
      label: trans.__('DAG'),
      width: 120,
      grows: true,
      orderBy: 'dag_id',
      cell: (task, tabIndex) => (
        <OpenLink command={CommandIDs.openDag} args={{ dagId: task.dag_id }} title={task.dag_id} tabIndex={tabIndex} className="couture-cut">
          {task.dag_display_name}
        </OpenLink>
      )
    },
    {
      id: 'task',
      label: trans.__('Task'),
      width: 140,
      grows: true,
      isFixed: true,
      orderBy: 'task_id',
      cell: (task, tabIndex) => (
        <OpenLink command={CommandIDs.openRun} args={placeOf(task)} title={nameOf(task)} tabIndex={tabIndex} className="couture-cut">
          {nameOf(task)}
        </OpenLink>
      )
    },
    {
      id: 'run',
      label: trans.__('Run'),
      width: 140,
      grows: true,
      orderBy: 'run_id',
      cell: (task, tabIndex) => <RunLink task={task} tabIndex={tabIndex} />
    },
    {
      id: 'started',
      label: trans.__('Started'),
      width: 110,
      orderBy: 'start_date',
      cell: task => (task.start_date ? <RelativeTime at={task.start_date} /> : <span className="couture-muted">–</span>)
    },
    {
      id: 'duration',
      label: trans.__('Duration'),
      width: 96,
      orderBy: 'duration',
      cell: task => <Duration start={task.start_date} end={task.end_date} />
    },
    { id: 'try', label: trans.__('Try'), width: 56, orderBy: 'try_number', cell: task => task.try_number },
    { id: 'operator', label: trans.__('Operator'), width: 150, orderBy: 'operator', cell: task => <Cut text={task.operator ?? ''} /> }
  ];
}

function quietColumns(trans: ICouture['trans']): IListColumn<ITaskInstance>[] {
  const time = (at: string | null): string => (at ? absoluteTime(at) : '');
  const texts: [string, string, number, string | undefined, (task: ITaskInstance) => string][] = [
    ['pool', trans.__('Pool'), 110, 'pool', task => task.pool],
    ['queue', trans.__('Queue'), 90, undefined, task => task.queue ?? ''],
    ['logical', trans.__('Logical date'), 206, 'logical_date', task => time(task.logical_date)],
    ['queued', trans.__('Queued'), 206, 'queued_when', task => time(task.queued_when)],
    ['ended', trans.__('Ended'), 206, 'end_date', task => time(task.end_date)],
    ['host', trans.__('Host'), 120, 'hostname', task => task.hostname ?? ''],
    ['pid', trans.__('Process'), 90, undefined, task => String(task.pid ?? '')],
    ['priority', trans.__('Priority'), 80, 'priority_weight', task => String(task.priority_weight ?? '')],
    ['error', trans.__('Error'), 200, undefined, task => task.error ?? ''],
    ['note', trans.__('Note'), 160, undefined, task => task.note ?? '']
  ];
  return texts.map(([id, label, width, orderBy, text]) => ({
    ...{ id, label, width, orderBy, isHidden: true },
    cell: task => <Cut text={text(task)} />
  }));
}

function moreColumn(trans: ICouture['trans']): IListColumn<ITaskInstance> {
  return {
    id: 'more',
    label: trans.__('Actions'),
    width: 44,
    isQuiet: true,
    isSticky: true,
    cell: (task, tabIndex) => <MoreButton label={trans.__('More actions for %1', nameOf(task))} tabIndex={tabIndex} />
  };
}

function RunLink({ task, tabIndex }: { task: ITaskInstance; tabIndex: number }): ReactElement {
  const { trans } = useCouture();
  const narrow = useNarrow();
  const { dag_id: dagId, dag_run_id: runId } = task;
  return (
    <button
      type="button"
      className="couture-Link couture-cut couture-mono"
      title={trans.__('Only the task instances of %1', runId)}
      tabIndex={tabIndex}
      onClick={() => narrow({ dagId, runId })}
    >
      {runId}
    </button>
  );
}

function Cut({ text }: { text: string }): ReactElement {
  return (
    <span className="couture-cut" title={text}>
      {text}
    </span>
  );
}
