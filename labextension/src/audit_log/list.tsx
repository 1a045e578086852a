/** What the audit log shows, and by what it is narrowed down. */
import { historyIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IEventLog } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { absoluteTime, EmptyState, OpenLink } from '../ui';
import { listPage, type IListColumn, type IListDefinition } from '../ui/listing';
import { auditFields } from './fields';
import { Verification } from './Verification';

export const AuditLog = listPage(auditLog);

function auditLog(couture: ICouture): IListDefinition<IEventLog> {
  const { client, trans } = couture;
  return {
    page: 'audit-log',
    className: 'couture-AuditLog',
    tableLabel: trans.__('Audit log'),
    selectedLabel: '',
    columns: auditColumns(trans),
    fields: auditFields(couture),
    orderBy: '-when',
    fetch: async params => {
      const page = await client.eventLogs.list(params);
      return { rows: page.event_logs, total: page.total_entries };
    },
    // Whatever is told to pages was written down, too.
    matches: change => change.subject !== 'progress' && change.subject !== 'log',
    rowKey: entry => String(entry.event_log_id),
    exportPath: 'eventLogs/export',
    isExportOrdered: false,
    Head: Verification,
    empty: (
      <EmptyState icon={historyIcon} title={trans.__('Nothing is written down yet.')}>
        <span>{trans.__('Everything that people change is listed here: who, what, when, and from where.')}</span>
      </EmptyState>
    )
  };
}

function auditColumns(trans: ICouture['trans']): IListColumn<IEventLog>[] {
  return [
    {
      id: 'when',
      label: trans.__('When'),
      width: 206,
      isFixed: true,
      orderBy: 'when',
      cell: entry => <time dateTime={entry.when}>{absoluteTime(entry.when)}</time>
    },
    { id: 'user', label: trans.__('User'), width: 110, cell: entry => <Cut text={entry.owner ?? ''} /> },
    { id: 'event', label: trans.__('Event'), width: 180, isFixed: true, cell: entry => <Cut text={entry.event} isCode /> },
    { id: 'dag', label: trans.__('DAG'), width: 130, grows: true, cell: (entry, tabIndex) => <Dag entry={entry} tabIndex={tabIndex} /> },
    { id: 'run', label: trans.__('Run'), width: 130, grows: true, cell: (entry, tabIndex) => <Run entry={entry} tabIndex={tabIndex} /> },
    { id: 'task', label: trans.__('Task'), width: 110, cell: entry => <Cut text={taskText(entry)} /> },
    { id: 'extra', label: trans.__('Details'), width: 160, grows: true, cell: entry => <Cut text={entry.extra ?? ''} isCode /> },
    { id: 'source', label: trans.__('From'), width: 110, cell: entry => <Cut text={entry.source ?? ''} /> }
  ];
}

function taskText({ task_id: task, map_index: index }: IEventLog): string {
  return task && index !== null && index >= 0 ? `${task} [${index}]` : (task ?? '');
}

interface ICellProps {
  entry: IEventLog;
  tabIndex: number;
}

function Dag({ entry, tabIndex }: ICellProps): ReactElement | null {
  return entry.dag_id === null ? null : (
    <OpenLink command={CommandIDs.openDag} args={{ dagId: entry.dag_id }} title={entry.dag_id} tabIndex={tabIndex} className="couture-cut">
      {entry.dag_id}
    </OpenLink>
  );
}

function Run({ entry, tabIndex }: ICellProps): ReactElement | null {
  const { dag_id: dagId, run_id: runId, task_id: taskId } = entry;
  return dagId === null || runId === null ? null : (
    <OpenLink
      command={CommandIDs.openRun}
      args={{ dagId, runId, ...(taskId && { taskId }) }}
      title={runId}
      tabIndex={tabIndex}
      className="couture-cut couture-mono"
    >
      {runId}
    </OpenLink>
  );
}

function Cut({ text, isCode = false }: { text: string; isCode?: boolean }): ReactElement {
  return (
    <span className={`couture-cut${isCode ? ' couture-mono' : ''}`} title={text}>
      {text}
    </span>
  );
}
