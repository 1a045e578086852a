/** The columns of a table of runs. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { CommandButton } from './CommandButton';
import { Duration, RelativeTime } from './RelativeTime';
import { StateMark } from './StateMark';
import type { IColumn } from './Table';
import { TaskCounts } from './TaskCounts';

/** What tells a run from all others. */
export function runKey(run: { dag_id: string; dag_run_id: string }): string {
  return `${run.dag_id}\n${run.dag_run_id}`;
}

type Commands = ICouture['commands'];

export function choiceColumn(
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

export function stateColumn(trans: TranslationBundle): IColumn<IDagRun> {
  return { id: 'state', label: trans.__('State'), orderBy: 'state', cell: run => <StateMark state={run.state} /> };
}

export function dagColumn(trans: TranslationBundle, commands: Commands): IColumn<IDagRun> {
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

export function runColumn(trans: TranslationBundle, commands: Commands): IColumn<IDagRun> {
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

/** The way to the notebook of a run, while it runs and afterwards. */
export function liveColumn(trans: TranslationBundle): IColumn<IDagRun> {
  return {
    id: 'live',
    label: trans.__('Live'),
    className: 'couture-RunTable-live',
    cell: ({ dag_id: dagId, dag_run_id: runId, notebook_task_id: taskId }) =>
      taskId !== null && <CommandButton command={CommandIDs.openLive} args={{ dagId, runId, taskId }} iconOnly variant="minimal" />
  };
}

export function timeColumns(trans: TranslationBundle): IColumn<IDagRun>[] {
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

export function tasksColumn(trans: TranslationBundle): IColumn<IDagRun> {
  return { id: 'tasks', label: trans.__('Tasks'), cell: run => <TaskCounts counts={run.task_counts} /> };
}

function assetOriginText(run: IDagRun, trans: TranslationBundle): string {
  if (run.origin === 'asset') {
    return trans.__('Updated assets');
  }
  return run.origin === 'dag' ? trans.__('After another DAG') : trans.__('File');
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
      return assetOriginText(run, trans);
    default:
      return user ?? trans.__('By hand');
  }
}
