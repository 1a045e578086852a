/** The kernels that are kept after a failure, as JupyterLab's panel of running things lists them. */
import type { IRunningSessions } from '@jupyterlab/running';
import { closeIcon, kernelIcon } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';
import type { IHeldKernel } from '../api';
import { CommandIDs } from '../commands';
import { Query } from '../state/query';
import type { ICouture } from '../tokens';
import { attempt } from '../ui';
import { clockText, memoryText } from '../ui/kernel_text';

const OLD_AFTER = 1000;

export class HeldKernels implements IRunningSessions.IManager {
  constructor(private readonly _couture: ICouture) {
    const { changes, client, trans } = _couture;
    this.name = trans.__('Kernels kept after a failure');
    this.shutdownLabel = trans.__('Let Go');
    this.shutdownAllLabel = trans.__('Let All Go');
    this.shutdownAllConfirmationText = trans.__(
      'Are you sure you want to let all kept kernels go? Their variables are lost.'
    );
    this._held = new Query<readonly IHeldKernel[]>({
      fetch: () => client.kernels.held(),
      changes,
      matches: change => change.subject === 'held_kernel',
      throttle: OLD_AFTER
    });
    this._held.changed.connect(() => this.runningChanged.emit());
  }

  readonly name: string;
  readonly shutdownLabel: string;
  readonly shutdownAllLabel: string;
  readonly shutdownAllConfirmationText: string;
  readonly shutdownItemIcon = closeIcon;
  readonly runningChanged = new Signal<this, void>(this);

  running(): IRunningSessions.IRunningItem[] {
    return (this._held.data ?? []).map(held => this._item(held));
  }

  refreshRunning(): void {
    void this._held.refresh();
  }

  /** JupyterLab has asked before. */
  shutdownAll(): void {
    const { client, trans } = this._couture;
    for (const { id } of this._held.data ?? []) {
      void attempt(trans.__('The kernel was not let go.'), () => client.kernels.letGo(id), trans);
    }
  }

  private _item(held: IHeldKernel): IRunningSessions.IRunningItem {
    const { commands, trans } = this._couture;
    const until = clockText(held.held_until);
    const memory = memoryText(held.memory_bytes);
    return {
      context: `${held.dag_run_id} ${held.task_id}`,
      icon: () => kernelIcon,
      label: () => held.dag_id,
      labelTitle: () => [held.dag_id, held.dag_run_id, held.task_id, memory].filter(Boolean).join('\n'),
      detail: () => trans.__('until %1', until),
      open: () => void commands.execute(CommandIDs.openHeldKernel, { id: held.id }),
      shutdown: () => void commands.execute(CommandIDs.letHeldKernelGo, { id: held.id })
    };
  }

  private readonly _held: Query<readonly IHeldKernel[]>;
}
