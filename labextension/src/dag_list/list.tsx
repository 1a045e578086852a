/** What the list of DAGs shows, and by what it is narrowed down. */
import type { IDagSummary } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { listPage, type IListColumn, type IListDefinition } from '../ui/listing';
import { Actions } from './Actions';
import * as cells from './cells';
import { OwnerLeftNote } from './OwnerLeftNote';
import { NoDags, PausedNote } from './PausedNote';
import { dagFields } from './fields';

export const Dags = listPage(dagList);

function dagList(couture: ICouture): IListDefinition<IDagSummary> {
  const { client, commands, trans } = couture;
  const fields = dagFields(couture);
  return {
    page: 'dags',
    tableLabel: trans.__('DAGs'),
    selectedLabel: trans.__('Selected DAGs'),
    columns: dagColumns(couture),
    fields,
    orderBy: 'dag_display_name',
    rowHeight: 46,
    isRemembered: true,
    fetch: async params => {
      const page = await client.dags.summaries({ ...params, with_counts: true });
      return { rows: page.dags, total: page.total_entries };
    },
    matches: change => ['dag', 'dag_run', 'task_instance', 'import_error'].includes(change.subject),
    rowKey: dag => dag.dag_id,
    selectLabel: dag => trans.__('Select DAG %1', dag.dag_display_name),
    goneKey: change => (change.subject === 'dag' && change.what === 'deleted' ? (change.dag_id ?? null) : null),
    onOpen: dag => void commands.execute(CommandIDs.openDag, { dagId: dag.dag_id }),
    rowProps: dag => ({
      className: `couture-DagRow${dag.is_paused ? ' couture-mod-paused' : ''}`,
      'data-dag-id': dag.dag_id,
      'data-kind': dag.kind,
      'data-paused': String(dag.is_paused)
    }),
    exportPath: 'dagSummaries/export',
    Actions,
    Head: view => (
      <>
        <OwnerLeftNote {...view} />
        <PausedNote view={view} fields={fields} />
      </>
    ),
    Nothing: view => <NoDags view={view} fields={fields} />
  };
}

function dagColumns({ trans }: ICouture): IListColumn<IDagSummary>[] {
  return [
    {
      id: 'switch',
      label: trans.__('On'),
      width: 46,
      isFixed: true,
      orderBy: 'is_paused',
      cell: (dag, tabIndex) => <cells.SwitchCell dag={dag} tabIndex={tabIndex} />
    },
    {
      id: 'name',
      label: trans.__('DAG'),
      width: 150,
      grows: 5,
      isFixed: true,
      orderBy: 'dag_display_name',
      cell: (dag, tabIndex) => <cells.NameCell dag={dag} tabIndex={tabIndex} />
    },
    {
      id: 'schedule',
      label: trans.__('Schedule'),
      width: 112,
      grows: 3,
      orderBy: 'schedule',
      cell: dag => <cells.ScheduleCell dag={dag} />
    },
    {
      id: 'owner',
      label: trans.__('Owner'),
      width: 68,
      grows: 1,
      orderBy: 'owner',
      cell: dag => <cells.OwnerCell dag={dag} />
    },
    {
      id: 'last',
      label: trans.__('Last run'),
      width: 100,
      grows: 0.5,
      orderBy: 'last_run',
      cell: (dag, tabIndex) => <cells.LastRunCell dag={dag} tabIndex={tabIndex} />
    },
    {
      id: 'next',
      label: trans.__('Next run'),
      width: 82,
      grows: 0.5,
      orderBy: 'next_run_after',
      cell: dag => <cells.NextRunCell dag={dag} />
    },
    {
      id: 'runs',
      label: trans.__('Runs'),
      width: 116,
      grows: 1,
      orderBy: 'active_runs',
      cell: (dag, tabIndex) => <cells.RunCountsCell dag={dag} tabIndex={tabIndex} />
    },
    {
      id: 'tasks',
      label: trans.__('Recent tasks'),
      width: 116,
      grows: 1,
      cell: (dag, tabIndex) => <cells.TaskCountsCell dag={dag} tabIndex={tabIndex} />
    },
    ...quietColumns(trans),
    {
      id: 'links',
      label: trans.__('Links'),
      width: 156,
      narrowWidth: 60,
      isFixed: true,
      isQuiet: true,
      isSticky: true,
      cell: (dag, tabIndex) => <cells.LinksCell dag={dag} tabIndex={tabIndex} />
    }
  ];
}

function quietColumns(trans: ICouture['trans']): IListColumn<IDagSummary>[] {
  const texts: [string, string, string | undefined, (dag: IDagSummary) => string][] = [
    ['file', trans.__('File'), 'file', dag => dag.notebook ?? dag.file ?? ''],
    ['description', trans.__('Description'), undefined, dag => dag.description ?? ''],
    ['id', trans.__('DAG id'), 'dag_id', dag => dag.dag_id]
  ];
  return texts.map(([id, label, orderBy, text]) => ({
    id,
    label,
    width: 150,
    isHidden: true,
    orderBy,
    cell: dag => <Cut text={text(dag)} />
  }));
}

function Cut({ text }: { text: string }): React.ReactElement {
  return (
    <span className="couture-cut" title={text}>
      {text}
    </span>
  );
}
