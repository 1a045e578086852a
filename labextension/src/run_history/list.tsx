/** What the run history shows, and by what it is narrowed down. */
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { CommandButton, EmptyState, runKey, runsIcon } from '../ui';
import { listPage, type IListDefinition } from '../ui/listing';
import { Actions } from './Actions';
import { runColumns } from './columns';
import { runFields } from './fields';

export const RunHistory = listPage(runList);

function runList(couture: ICouture): IListDefinition<IDagRun> {
  const { client, commands, trans } = couture;
  return {
    page: 'runs',
    className: 'couture-RunHistory',
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
        <CommandButton command={CommandIDs.scheduleNotebook} variant="primary" needs="notebooks:schedule" />
      </EmptyState>
    )
  };
}
