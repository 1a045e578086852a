/** What the list of missed SLAs of all DAGs shows, and by what it is narrowed down. */
import type { ReactElement } from 'react';
import type { ISlaMiss } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, EmptyState, OpenLink, scheduleIcon } from '../ui';
import { listPage, type IListColumn, type IListDefinition } from '../ui/listing';
import { MissNote, MissRun } from './cells';
import { missFields } from './fields';

export const SlaMisses = listPage(slaMissList);

function slaMissList({ client, commands, trans }: ICouture): IListDefinition<ISlaMiss> {
  return {
    page: 'sla-misses',
    className: 'couture-SlaMisses',
    tableLabel: trans.__('Missed SLAs'),
    selectedLabel: '',
    columns: missColumns(trans),
    fields: missFields(trans),
    orderBy: '-missed_at',
    fetch: async params => {
      const page = await client.lateness.slas(params);
      return { rows: page.slas, total: page.total_entries };
    },
    matches: change => change.subject === 'sla_miss',
    rowKey: miss => JSON.stringify([miss.dag_id, miss.task_id, miss.logical_date]),
    onOpen: miss =>
      void (miss.dag_run_id && commands.execute(CommandIDs.openRun, { ...{ dagId: miss.dag_id, taskId: miss.task_id }, runId: miss.dag_run_id })),
    exportPath: 'slas/export',
    empty: (
      <EmptyState icon={scheduleIcon} title={trans.__('No task has missed its SLA.')}>
        <span>{trans.__('Give a task sla=timedelta(hours=1): whether it succeeds in time is watched, and told here.')}</span>
      </EmptyState>
    )
  };
}

function missColumns(trans: ICouture['trans']): IListColumn<ISlaMiss>[] {
  return [
    {
      id: 'missed',
      label: trans.__('Missed'),
      width: 200,
      isFixed: true,
      orderBy: 'missed_at',
      cell: miss => absoluteTime(miss.missed_at)
    },
    {
      id: 'dag',
      label: trans.__('DAG'),
      width: 130,
      grows: true,
      isFixed: true,
      orderBy: 'dag_id',
      cell: (miss, tabIndex) => <Dag miss={miss} tabIndex={tabIndex} />
    },
    {
      id: 'task',
      label: trans.__('Task'),
      width: 130,
      grows: true,
      isFixed: true,
      orderBy: 'task_id',
      cell: miss => <span className="couture-cut">{miss.task_id}</span>
    },
    {
      id: 'run',
      label: trans.__('Logical date'),
      width: 200,
      orderBy: 'logical_date',
      cell: (miss, tabIndex) => <MissRun miss={miss} tabIndex={tabIndex} />
    },
    {
      id: 'told',
      label: trans.__('Told'),
      width: 200,
      orderBy: 'notified_at',
      cell: miss => (miss.notified_at ? absoluteTime(miss.notified_at) : trans.__('no'))
    },
    {
      id: 'note',
      label: trans.__('Note'),
      width: 160,
      grows: true,
      cell: (miss, tabIndex) => <MissNote miss={miss} tabIndex={tabIndex} />
    }
  ];
}

function Dag({ miss, tabIndex }: { miss: ISlaMiss; tabIndex: number }): ReactElement {
  const args = { dagId: miss.dag_id, view: 'slas' };
  return (
    <OpenLink command={CommandIDs.openDag} args={args} title={miss.dag_id} tabIndex={tabIndex} className="couture-cut">
      {miss.dag_id}
    </OpenLink>
  );
}
