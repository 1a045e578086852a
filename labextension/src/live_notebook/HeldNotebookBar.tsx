/** Above a notebook that is open on a kept kernel: whose kernel it is, how long it is kept, and the way on. */
import type { ReactElement } from 'react';
import type { IHeldKernel } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { CommandButton, CoutureWidget, useCouture, useNow, useQuery } from '../ui';
import { clockText, timeLeft } from '../ui/kernel_text';

/** Its height follows its content, which wraps in a narrow window. */
export class HeldNotebookBar extends CoutureWidget {
  constructor(
    couture: ICouture,
    private readonly _held: IHeldKernel,
    private readonly _isOn: boolean,
    private readonly _path: () => string
  ) {
    super(couture);
    this.addClass('couture-HeldNotebookBar');
    this._observer = new ResizeObserver(() => this._follow());
  }

  get kernelId(): string {
    return this._held.kernel_id;
  }

  /** Whether it says this already. */
  isOf(held: IHeldKernel, isOn: boolean): boolean {
    return held.id === this._held.id && isOn === this._isOn;
  }

  override dispose(): void {
    this._observer.disconnect();
    super.dispose();
  }

  protected body(): ReactElement {
    return (
      <div className="couture-HeldNotebookBar-body" role="status" ref={node => node && this._observer.observe(node)}>
        {this._isOn ? (
          <HeldBody id={this._held.id} first={this._held} path={this._path()} />
        ) : (
          <OtherKernel held={this._held} />
        )}
      </div>
    );
  }

  private _follow(): void {
    const height = this.node.firstElementChild?.getBoundingClientRect().height ?? 0;
    const wanted = `${Math.ceil(height)}px`;
    if (!this.isDisposed && this.node.style.minHeight !== wanted) {
      this.node.style.minHeight = wanted;
      this.parent?.fit();
    }
  }

  private readonly _observer: ResizeObserver;
}

function HeldBody({ id, first, path }: { id: number; first: IHeldKernel; path: string }): ReactElement {
  const { client, trans } = useCouture();
  const found = useQuery(
    () => client.kernels.get(id),
    change => change.subject === 'held_kernel' && (change.dag_id === undefined || change.dag_id === first.dag_id),
    [client, id]
  );
  const held = found.data ?? first;
  const run = { dagId: held.dag_id, runId: held.dag_run_id, taskId: held.task_id };
  const isOver = held.ended_at !== null;
  return (
    <>
      {isOver ? (
        <span className="couture-KernelLine-text">
          <strong>{trans.__('The kept kernel has ended.')}</strong> {held.because}
        </span>
      ) : (
        <HeldText held={held} />
      )}
      <div className="couture-Buttons">
        {!isOver && (
          <>
            <CommandButton
              command={CommandIDs.resumeTask}
              args={{ ...run, mapIndex: held.map_index, path }}
              variant="primary"
            />
            <CommandButton command={CommandIDs.prolongHeldKernel} args={{ id }} />
            <CommandButton command={CommandIDs.letHeldKernelGo} args={{ id }} />
          </>
        )}
        <CommandButton command={CommandIDs.openLive} args={{ ...run, mapIndex: held.map_index }} />
      </div>
    </>
  );
}

/** The notebook was made for the kept kernel, and runs on another one. */
function OtherKernel({ held }: { held: IHeldKernel }): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      <span className="couture-KernelLine-text" title={held.dag_run_id}>
        <strong>{trans.__('This notebook runs on another kernel.')}</strong>{' '}
        {trans.__('The kernel of the failed run of %1 is still kept.', held.dag_id)}
      </span>
      <div className="couture-Buttons">
        <CommandButton
          command={CommandIDs.openHeldKernel}
          args={{ id: held.id }}
          label={trans.__('Use the Kept Kernel')}
          variant="primary"
          disabledBecause={held.cannot_open}
        />
      </div>
    </>
  );
}

function HeldText({ held }: { held: IHeldKernel }): ReactElement {
  const { trans } = useCouture();
  const now = useNow('halfMinute');
  return (
    <span className="couture-KernelLine-text" title={held.dag_run_id}>
      <strong>{trans.__('Kernel of the failed run of %1.', held.dag_id)}</strong>{' '}
      {trans.__('Kept until %1, %2.', clockText(held.held_until), timeLeft(held.held_until, now, trans))}
    </span>
  );
}
