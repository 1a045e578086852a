/** By what the list of the entries of the audit log is narrowed down. */
import type { ICouture } from '../tokens';
import { type IFilterField, momentsOf } from '../ui/listing';

export function auditFields({ client, trans }: ICouture): IFilterField[] {
  const events = async (): Promise<{ value: string; label: string }[]> =>
    (await client.eventLogs.events()).map(value => ({ value, label: value }));
  return [
    { id: 'user', label: trans.__('Search users'), kind: 'text', param: 'owner_pattern', isPinned: true },
    { id: 'dagText', label: trans.__('Search DAGs'), kind: 'text', param: 'dag_id_pattern', isPinned: true },
    { id: 'event', label: trans.__('Event'), kind: 'several', param: 'included_events', load: events },
    {
      id: 'time',
      label: trans.__('When'),
      kind: 'span',
      toParams: (value, now) => {
        const [after, before] = momentsOf(value, now);
        return { after, before };
      }
    },
    { id: 'dagId', label: trans.__('DAG'), kind: 'text', param: 'dag_id' },
    { id: 'runId', label: trans.__('Run'), kind: 'text', param: 'run_id_pattern' },
    { id: 'taskId', label: trans.__('Task'), kind: 'text', param: 'task_id_pattern' },
    { id: 'extra', label: trans.__('Details'), kind: 'text', param: 'extra_pattern' },
    { id: 'source', label: trans.__('From'), kind: 'text', param: 'source_pattern' }
  ];
}
