/** What the run history shows, and by what it is narrowed down. */
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { CommandButton, EmptyState, runKey, runsIcon, runTypeLabel } from '../ui';
import type { IFilterField, IListDefinition } from '../ui/listing';
import { runStateOptions } from '../ui/state_options';
import { Actions } from './Actions';
import { runColumns } from './columns';

const RUN_TYPES = ['manual', 'scheduled', 'backfill', 'asset_triggered'];

export function runList(couture: ICouture): IListDefinition<IDagRun> {
  const { client, commands, trans } = couture;
  return {
    id: 'couture-runs',
    page: 'runs',
    className: 'couture-RunHistory',
    title: trans.__('Runs'),
    icon: runsIcon,
    tableLabel: trans.__('Runs'),
    selectedLabel: trans.__('Selected runs'),
    columns: runColumns(couture),
    fields: runFields(trans),
    orderBy: '-start_date',
    fetch: async ({ dag_id: dagId, ...params }) => {
      const page = await client.runs.list(typeof dagId === 'string' ? dagId : '~', params);
      return { rows: page.dag_runs, total: page.total_entries };
    },
    matches: change => change.subject === 'dag_run' || change.subject === 'task_instance',
    rowKey: runKey,
    selectLabel: run => trans.__('Select run %1', run.dag_run_id),
    goneKey: ({ subject, what, dag_id = '', run_id = '' }) =>
      subject === 'dag_run' && what === 'deleted' ? runKey({ dag_id, dag_run_id: run_id }) : null,
    onOpen: run => void commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id }),
    exportPath: 'dagRuns/export',
    Actions,
    empty: (
      <EmptyState icon={runsIcon} title={trans.__('Nothing has run yet.')}>
        <span>{trans.__('Schedule a notebook, or start a DAG in the sidebar "Workflows".')}</span>
        <CommandButton command={CommandIDs.scheduleNotebook} variant="primary" />
      </EmptyState>
    )
  };
}

function runFields(trans: ICouture['trans']): IFilterField[] {
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

