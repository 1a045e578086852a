/** Runs as a table, for the run history and a DAG's page. What is asked for and which page of it is the caller's. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { useMemo } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from './context';
import { Duration, RelativeTime } from './RelativeTime';
import { StateMark } from './StateMark';
import { Table, type IColumn } from './Table';
import { TaskCounts } from './TaskCounts';

export interface IRunTableProps {
  runs: readonly IDagRun[];
  /** Whether to name the DAG of each run. */
  showDag?: boolean;
  /** As the server takes it: a name, with `-` in front for descending. */
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
  /** Keys of the selected runs (see `runKey`); without it rows cannot be selected. */
  selected?: ReadonlySet<string>;
  onSelect?: (run: IDagRun, isSelected: boolean) => void;
}

/** What tells a run from all others. */
export function runKey(run: { dag_id: string; dag_run_id: string }): string {
  return `${run.dag_id}\n${run.dag_run_id}`;
}

export function RunTable(props: IRunTableProps): ReactElement {
  const { runs, showDag = false, orderBy, onOrder, selected, onSelect } = props;
  const { commands, trans } = useCouture();
  const columns = useMemo(() => {
    const all = [stateColumn(trans), runColumn(trans, commands), ...timeColumns(trans), tasksColumn(trans)];
    return showDag ? [all[0], dagColumn(trans, commands), ...all.slice(1)] : all;
  }, [commands, showDag, trans]);
  const choice = selected && onSelect ? [choiceColumn(trans, selected, onSelect)] : [];
  return (
    <div className="couture-TableScroll">
      <Table
        label={trans.__('Runs')}
        columns={[...choice, ...columns]}
        rows={runs}
        rowKey={runKey}
        orderBy={orderBy}
        onOrder={onOrder}
        onOpen={run => void commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id })}
      />
    </div>
  );
}

type Commands = ReturnType<typeof useCouture>['commands'];

function choiceColumn(
  trans: TranslationBundle,
  selected: ReadonlySet<string>,
  onSelect: (run: IDagRun, isSelected: boolean) => void
): IColumn<IDagRun> {
  return {
    id: 'choice',
    label: trans.__('Select'),
    className: 'couture-RunTable-choice',
    cell: run => (
      <input
        type="checkbox"
        aria-label={trans.__('Select run %1', run.dag_run_id)}
        checked={selected.has(runKey(run))}
        onChange={event => onSelect(run, event.target.checked)}
      />
    )
  };
}

function stateColumn(trans: TranslationBundle): IColumn<IDagRun> {
  return { id: 'state', label: trans.__('State'), orderBy: 'state', cell: run => <StateMark state={run.state} /> };
}

function dagColumn(trans: TranslationBundle, commands: Commands): IColumn<IDagRun> {
  return {
    id: 'dag',
    label: trans.__('DAG'),
    orderBy: 'dag_id',
    className: 'couture-RunTable-dag',
    cell: run => (
      <button
        type="button"
        className="couture-Link"
        title={run.dag_id}
        onClick={() => void commands.execute(CommandIDs.openDag, { dagId: run.dag_id })}
      >
        {run.dag_display_name || run.dag_id}
      </button>
    )
  };
}

function runColumn(trans: TranslationBundle, commands: Commands): IColumn<IDagRun> {
  return {
    id: 'run',
    label: trans.__('Run'),
    className: 'couture-RunTable-id',
    cell: run => (
      <button
        type="button"
        className="couture-Link couture-RunTable-run"
        title={run.note ? `${run.dag_run_id}\n${run.note}` : run.dag_run_id}
        onClick={() => void commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id })}
      >
        {run.dag_run_id}
      </button>
    )
  };
}

function timeColumns(trans: TranslationBundle): IColumn<IDagRun>[] {
  return [
    {
      id: 'started',
      label: trans.__('Started'),
      orderBy: 'start_date',
      className: 'couture-RunTable-time',
      cell: run => (run.start_date ? <RelativeTime at={run.start_date} /> : <span className="couture-muted">–</span>)
    },
    {
      id: 'duration',
      label: trans.__('Duration'),
      className: 'couture-RunTable-time',
      cell: run => <Duration start={run.start_date} end={run.end_date} />
    },
    { id: 'origin', label: trans.__('Started by'), cell: run => originText(run, trans) }
  ];
}

function tasksColumn(trans: TranslationBundle): IColumn<IDagRun> {
  return { id: 'tasks', label: trans.__('Tasks'), cell: run => <TaskCounts counts={run.task_counts} /> };
}

/** What started a run, and who. */
export function originText(run: IDagRun, trans: TranslationBundle): string {
  const user = run.triggering_user_name;
  switch (run.run_type) {
    case 'scheduled':
      return trans.__('Schedule');
    case 'backfill':
      return user ? trans.__('Backfill by %1', user) : trans.__('Backfill');
    case 'asset_triggered':
      return run.triggered_by === 'dag' ? trans.__('After another DAG') : trans.__('File');
    default:
      return user ?? trans.__('By hand');
  }
}
