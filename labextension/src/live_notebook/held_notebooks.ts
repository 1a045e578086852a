/** Puts a bar above each notebook that is open on a kept kernel, also after a reload. */
import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IHeldKernel } from '../api';
import { Query } from '../state/query';
import type { ICouture } from '../tokens';
import { HeldNotebookBar } from './HeldNotebookBar';

export class HeldNotebooks {
  constructor(
    private readonly _couture: ICouture,
    private readonly _notebooks: INotebookTracker
  ) {
    const { changes, client } = _couture;
    this._held = new Query<readonly IHeldKernel[]>({
      fetch: () => client.kernels.held(),
      changes,
      matches: change => change.subject === 'held_kernel'
    });
    this._held.changed.connect(() => this._notebooks.forEach(panel => this._look(panel)));
    _notebooks.widgetAdded.connect((_, panel) => this._add(panel));
    _notebooks.forEach(panel => this._add(panel));
  }

  private _add(panel: NotebookPanel): void {
    panel.sessionContext.kernelChanged.connect(() => {
      this._look(panel);
      void this._held.refresh();
    });
    panel.disposed.connect(() => this._bars.delete(panel));
    void panel.context.ready.then(() => this._look(panel));
  }

  /**
   * Show the bar of the kernel that the notebook has, or, above a copy made for a kept kernel, of the one that it should
   * have: after a restart of the server it gets another one. The bar of a kernel that ended stays and says why.
   */
  private _look(panel: NotebookPanel): void {
    const kernelId = kernelOf(panel.sessionContext);
    const shown = this._bars.get(panel);
    const own = this._held.data?.find(each => each.kernel_id === kernelId);
    const held = own ?? this._held.data?.find(each => isCopyFor(panel, each));
    if (shown && !held && (kernelId === null || kernelId === shown.kernelId)) {
      this._tidyUp(panel, shown);
      return;
    }
    const isOn = own !== undefined;
    if (shown && held && shown.isOf(held, isOn)) {
      return;
    }
    shown?.dispose();
    this._bars.delete(panel);
    if (held) {
      const bar = new HeldNotebookBar(this._couture, held, isOn, () => panel.context.path);
      this._bars.set(panel, bar);
      panel.contentHeader.addWidget(bar);
    }
  }

  /** A notebook does not stay connected to a kernel that has ended. */
  private _tidyUp(panel: NotebookPanel, { kernelId }: HeldNotebookBar): void {
    const { sessionContext } = panel;
    if (this._held.data && kernelOf(sessionContext) === kernelId) {
      void sessionContext.shutdown();
    }
  }

  private readonly _bars = new Map<NotebookPanel, HeldNotebookBar>();
  private readonly _held: Query<readonly IHeldKernel[]>;
}

function kernelOf(context: ISessionContext): string | null {
  return context.session?.kernel?.id ?? null;
}

/** Whether the notebook is the copy that was made for this kernel. */
function isCopyFor(panel: NotebookPanel, held: IHeldKernel): boolean {
  const of = panel.context.model?.getMetadata('couture') as Partial<IHeldKernel> | undefined;
  return (
    of?.dag_id === held.dag_id &&
    of.dag_run_id === held.dag_run_id &&
    of.task_id === held.task_id &&
    of.map_index === held.map_index &&
    of.try_number === held.try_number
  );
}
