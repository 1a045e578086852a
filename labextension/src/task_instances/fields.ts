/** By what the list of task instances is narrowed down. */
import type { ICouture } from '../tokens';
import type { IFilterField, IOption } from '../ui/listing';
import { runStateOptions, taskStateOptions } from '../ui/state_options';

export function taskFields({ client, trans }: ICouture): IFilterField[] {
  const pools = async (): Promise<IOption[]> => (await client.pools.names()).map(value => ({ value, label: value }));
  return [
    { id: 'taskText', label: trans.__('Search tasks'), kind: 'text', param: 'task_display_name_pattern', isPinned: true },
    { id: 'dagText', label: trans.__('Search DAGs'), kind: 'text', param: 'dag_id_pattern', isPinned: true },
    { id: 'state', label: trans.__('State'), kind: 'several', options: taskStateOptions(trans) },
    { id: 'dagId', label: trans.__('DAG'), kind: 'text', param: 'dag_id' },
    { id: 'runId', label: trans.__('Run'), kind: 'text', param: 'dag_run_id' },
    { id: 'taskId', label: trans.__('Task'), kind: 'text', param: 'task_id' },
    { id: 'runState', label: trans.__('State of the run'), kind: 'several', param: 'run_state', options: runStateOptions(trans) },
    { id: 'started', label: trans.__('Started'), kind: 'span', param: 'start_date' },
    { id: 'ended', label: trans.__('Ended'), kind: 'span', param: 'end_date' },
    { id: 'logical', label: trans.__('Logical date'), kind: 'span', param: 'logical_date' },
    { id: 'duration', label: trans.__('Duration'), kind: 'range', unit: trans.__('seconds') },
    { id: 'operator', label: trans.__('Operator'), kind: 'text', param: 'operator_name_pattern' },
    { id: 'pool', label: trans.__('Pool'), kind: 'several', load: pools },
    { id: 'queue', label: trans.__('Queue'), kind: 'text', param: 'queue_name_pattern' },
    { id: 'owner', label: trans.__('Owner of the DAG'), kind: 'text', param: 'owner_pattern' }
  ];
}
