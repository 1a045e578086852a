/** By what the list of assets and their updates is narrowed down. */
import type { ICouture } from '../tokens';
import type { IFilterField } from '../ui/listing';

export function assetFields(trans: ICouture['trans']): IFilterField[] {
  return [
    { id: 'name', label: trans.__('Search assets'), kind: 'text', param: 'name_pattern', isPinned: true },
    { id: 'uri', label: trans.__('Search URIs'), kind: 'text', param: 'uri_pattern', isPinned: true },
    { id: 'dagId', label: trans.__('Used by the DAG'), kind: 'text', param: 'dag_ids' },
    {
      id: 'unused',
      label: trans.__('Also those that no DAG names'),
      kind: 'toggle',
      toParams: value => ({ only_active: value === '' })
    }
  ];
}

export function eventFields(trans: ICouture['trans']): IFilterField[] {
  return [
    { id: 'asset', label: trans.__('Search assets'), kind: 'text', param: 'name_pattern', isPinned: true },
    { id: 'time', label: trans.__('When'), kind: 'span', param: 'timestamp' },
    { id: 'dagId', label: trans.__('Made by the DAG'), kind: 'text', param: 'source_dag_id' },
    { id: 'taskId', label: trans.__('Made by the task'), kind: 'text', param: 'source_task_id' },
    { id: 'runId', label: trans.__('Made in the run'), kind: 'text', param: 'source_run_id' }
  ];
}
