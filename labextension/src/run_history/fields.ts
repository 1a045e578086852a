/** By what the list of runs is narrowed down. */
import type { ICouture } from '../tokens';
import { runTypeLabel } from '../ui';
import type { IFilterField } from '../ui/listing';
import { runStateOptions } from '../ui/state_options';

const RUN_TYPES = ['manual', 'scheduled', 'backfill', 'asset_triggered'];

export function runFields(trans: ICouture['trans']): IFilterField[] {
  return [
    { id: 'dagText', label: trans.__('Search DAGs'), kind: 'text', param: 'dag_id_pattern', isPinned: true },
    { id: 'state', label: trans.__('State'), kind: 'several', isPinned: true, options: runStateOptions(trans) },
    { id: 'dagId', label: trans.__('DAG'), kind: 'text', param: 'dag_id' },
    { id: 'started', label: trans.__('Started'), kind: 'span', param: 'start_date' },
    {
      id: 'runType',
      label: trans.__('Run type'),
      kind: 'several',
      param: 'run_type',
      options: RUN_TYPES.map(value => ({ value, label: runTypeLabel(value, trans) }))
    },
    { id: 'user', label: trans.__('Started by'), kind: 'text', param: 'triggering_user_name_pattern' },
    { id: 'duration', label: trans.__('Duration'), kind: 'range', unit: trans.__('seconds') },
    { id: 'logical', label: trans.__('Logical date'), kind: 'span', param: 'logical_date' },
    { id: 'runId', label: trans.__('Run id'), kind: 'text', param: 'run_id_pattern' },
    { id: 'conf', label: trans.__('Configuration'), kind: 'text', param: 'conf_contains' },
    {
      id: 'version',
      label: trans.__('Version'),
      kind: 'text',
      toParams: value => ({ dag_version: /^\d+$/.test(value.trim()) ? [value.trim()] : [] })
    },
    { id: 'partition', label: trans.__('Partition'), kind: 'text', param: 'partition_key_pattern' },
    { id: 'asset', label: trans.__('Started by asset'), kind: 'text', param: 'consuming_asset_pattern' }
  ];
}
