/** The question before many task instances are cleared: whether what follows them goes along, and what would change. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ReactElement } from 'react';
import type { IClearTasks } from '../api';
import type { ICouture } from '../tokens';
import { CoutureWidget } from '../ui';
import { ChangePreview, type IConcerned } from '../ui/ChangePreview';
import { byRun, type ITaskPlace } from './places';

/** So many runs are looked at before. */
const MOST_RUNS = 20;

/** What is cleared with task instances of one run. */
export function clearing(part: readonly ITaskPlace[], hasDownstream: boolean, isDryRun: boolean): IClearTasks {
  return {
    dry_run: isDryRun,
    dag_run_id: part[0].dag_run_id,
    task_ids: part.map(({ task_id, map_index }) => (map_index < 0 ? task_id : [task_id, map_index])),
    only_failed: false,
    only_running: false,
    reset_dag_runs: true,
    include_upstream: false,
    include_downstream: hasDownstream,
    include_past: false,
    include_future: false,
    include_dependent_dags: false,
    prevent_running_task: false
  };
}

class ClearManyBody extends CoutureWidget implements Dialog.IBodyWidget<boolean> {
  constructor(
    couture: ICouture,
    private readonly _parts: readonly ITaskPlace[][]
  ) {
    super(couture);
    this.addClass('couture-Changes');
  }

  /** Whether what follows them goes along. */
  getValue(): boolean {
    return this._hasDownstream;
  }

  protected body(): ReactElement {
    const { trans } = this.couture;
    const rest = this._parts.length - MOST_RUNS;
    return (
      <div className="couture-Changes-body">
        <label className="couture-Changes-option">
          <input
            type="checkbox"
            checked={this._hasDownstream}
            onChange={event => {
              this._hasDownstream = event.target.checked;
              this.update();
            }}
          />
          {trans.__('What follows them')}
        </label>
        <ChangePreview
          about={String(this._hasDownstream)}
          ask={() => this._look()}
          becomes={({ state }) =>
            state === 'running' || state === 'queued' ? trans.__('is ended, then runs again') : trans.__('runs again')
          }
          nothing={trans.__('Nothing of this has run: there is nothing to clear.')}
        />
        {rest > 0 && (
          <p className="couture-muted">
            {trans._n('Shown are the first %1 runs; it is done in %2 more run, too.', 'Shown are the first %1 runs; it is done in %2 more runs, too.', rest, MOST_RUNS, rest)}
          </p>
        )}
      </div>
    );
  }

  private async _look(): Promise<readonly IConcerned[]> {
    const { runs } = this.couture.client;
    const asked = this._parts.slice(0, MOST_RUNS);
    const found = await Promise.all(
      asked.map(part => runs.clearTasks(part[0].dag_id, clearing(part, this._hasDownstream, true)))
    );
    return found.flat();
  }

  private _hasDownstream = false;
}

/** Ask; null when the person does not want it, else whether what follows them goes along. */
export async function askToClear(places: readonly ITaskPlace[], couture: ICouture): Promise<boolean | null> {
  const { trans } = couture;
  const { button, value } = await showDialog({
    title: trans._n('Clear %1 task instance?', 'Clear %1 task instances?', places.length),
    body: new ClearManyBody(couture, byRun(places)),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Clear') })],
    focusNodeSelector: '.couture-Changes input'
  });
  return button.accept ? value === true : null;
}
