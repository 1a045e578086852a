/** By what the list of jobs is narrowed down. */
import type { ICouture } from '../tokens';
import type { IFilterField } from '../ui/listing';

export function jobFields(trans: ICouture['trans']): IFilterField[] {
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
      options: Object.entries(kindTexts(trans)).map(([value, label]) => ({ value, label }))
    },
    { id: 'dagId', label: trans.__('DAG'), kind: 'text', param: 'dag_id' },
    { id: 'started', label: trans.__('Started'), kind: 'span', param: 'start_date' }
  ];
}

/** What each type of job is called. */
export function kindTexts(trans: ICouture['trans']): Record<string, string> {
  return {
    SchedulerJob: trans.__('Engine'),
    LocalTaskJob: trans.__('Task'),
    TriggererJob: trans.__('Triggerer'),
    AssetWatcherJob: trans.__('Asset watchers'),
    KernelJob: trans.__('Kept kernel'),
    telling: trans.__('Messages')
  };
}
