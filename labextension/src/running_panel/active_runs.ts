/** The active runs, as JupyterLab's panel of running things lists them; a running notebook opens live. */
import type { IRunningSessions } from '@jupyterlab/running';
import { stopIcon } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { IChange } from '../state/changes';
import { Query } from '../state/query';
import type { ICouture } from '../tokens';
import { attempt, isFinished, stateIcon, stateLabel } from '../ui';

/** More are not listed; the run history has them all. */
const MOST = 100;
/** The list need not be newer than this, in milliseconds. */
const OLD_AFTER = 2000;

export class ActiveRuns implements IRunningSessions.IManager {
  constructor(private readonly _couture: ICouture) {
    const { changes, client, trans } = _couture;
    this.name = trans.__('Couture runs');
    this.shutdownLabel = trans.__('Stop');
    this.shutdownAllLabel = trans.__('Stop All');
    this.shutdownAllConfirmationText = trans.__(
      'Are you sure you want to stop all runs? Their running tasks are ended, and the runs fail.'
    );
    this._runs = new Query<readonly IDagRun[]>({
      fetch: async () => {
        const params = { state: ['queued', 'running'], order_by: '-start_date', limit: MOST };
        return (await client.runs.list('~', params)).dag_runs;
      },
      changes,
      matches: change => change.subject === 'dag_run' && (!isFinished(change.state ?? null) || this._mayList(change)),
      throttle: OLD_AFTER
    });
    this._runs.changed.connect(() => this.runningChanged.emit());
  }

  readonly name: string;
  readonly shutdownLabel: string;
  readonly shutdownAllLabel: string;
  readonly shutdownAllConfirmationText: string;
  readonly shutdownItemIcon = stopIcon;
  readonly runningChanged = new Signal<this, void>(this);

  running(): IRunningSessions.IRunningItem[] {
    return (this._runs.data ?? []).map(run => this._item(run));
  }

  refreshRunning(): void {
    void this._runs.refresh();
  }

  /** JupyterLab has asked before. */
  shutdownAll(): void {
    const { client, trans } = this._couture;
    const runs = (this._runs.data ?? []).map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id }));
    void attempt(trans.__('The runs were not stopped.'), () => client.runs.bulk('stop', runs), trans);
  }

  /** Whether a run is listed, or may be in the answer that is under way. */
  private _mayList({ dag_id, run_id }: IChange): boolean {
    const { data, isLoading } = this._runs;
    return isLoading || !data || data.some(run => run.dag_id === dag_id && run.dag_run_id === run_id);
  }

  private _item(run: IDagRun): IRunningSessions.IRunningItem {
    const { commands, trans } = this._couture;
    const args = { dagId: run.dag_id, runId: run.dag_run_id };
    const taskId = run.state === 'running' ? run.notebook_task_id : null;
    return {
      context: run.dag_run_id,
      icon: () => stateIcon(run.state),
      label: () => run.dag_display_name || run.dag_id,
      labelTitle: () => `${run.dag_id}\n${run.dag_run_id}`,
      detail: () => stateLabel(run.state, trans),
      open: () =>
        void (taskId === null
          ? commands.execute(CommandIDs.openRun, args)
          : commands.execute(CommandIDs.openLive, { ...args, taskId })),
      shutdown: () => void commands.execute(CommandIDs.stopRun, args)
    };
  }

  private readonly _runs: Query<readonly IDagRun[]>;
}
