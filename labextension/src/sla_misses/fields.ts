/** By what the list of missed SLAs is narrowed down. */
import type { ICouture } from '../tokens';
import type { IFilterField } from '../ui/listing';

export function missFields(trans: ICouture['trans']): IFilterField[] {
  return [
    { id: 'dagText', label: trans.__('Search DAGs'), kind: 'text', param: 'dag_id_pattern', isPinned: true },
    { id: 'taskText', label: trans.__('Search tasks'), kind: 'text', param: 'task_id_pattern', isPinned: true },
    { id: 'dagId', label: trans.__('DAG'), kind: 'text', param: 'dag_id' },
    { id: 'missed', label: trans.__('Missed'), kind: 'span', param: 'missed_at' },
    { id: 'note', label: trans.__('Note'), kind: 'text', param: 'description_pattern' },
    {
      id: 'noted',
      label: trans.__('With a note'),
      kind: 'choice',
      param: 'is_noted',
      options: [{ value: 'true', label: trans.__('Yes') }, { value: 'false', label: trans.__('No') }]
    }
  ];
}
