/** JupyterLab's own notebook, read-only, which grows with what happens and follows the cell that runs. */
import { CodeCellModel } from '@jupyterlab/cells';
import type { IEditorMimeTypeService } from '@jupyterlab/codeeditor';
import type * as nbformat from '@jupyterlab/nbformat';
import { type INotebookModel, NotebookModel, StaticNotebook } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ILiveEvent } from '../api/live';
import { kernelOf, ranInLabels } from '../ui/ran_in';
import { gathered, Growth } from './growth';
import { shownDocument } from './shown_document';

export interface INotebookParts {
  readonly rendermime: IRenderMimeRegistry;
  readonly contentFactory: StaticNotebook.IContentFactory;
  readonly mimeTypeService: IEditorMimeTypeService;
}

const { code, markdown, raw } = StaticNotebook.defaultEditorConfig;
const READ_ONLY = {
  code: { ...code, readOnly: true },
  markdown: { ...markdown, readOnly: true },
  raw: { ...raw, readOnly: true }
};
/** Drawing may take one part in so many of the time. */
const PATIENCE = 3;

export class LiveNotebook extends StaticNotebook {
  constructor(
    parts: INotebookParts,
    private readonly _trans: TranslationBundle
  ) {
    super({
      ...parts,
      editorConfig: READ_ONLY,
      // Only what is in view is drawn: the others draw from the top on, and the cell that runs may be the last.
      notebookConfig: { ...StaticNotebook.defaultNotebookConfig, maxNumberOutputs: 200, windowingMode: 'full' }
    });
    this.addClass('couture-LiveNotebook');
    this._growth = new Growth(this._saysLeftOut);
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
      this.node.addEventListener(type, () => this._look(), { passive: true });
    }
  }

  /** Whether the view goes with the cell that runs. */
  get isFollowing(): boolean {
    return this._isFollowing;
  }

  set isFollowing(value: boolean) {
    if (value !== this._isFollowing) {
      this._isFollowing = value;
      this._followingChanged.emit();
    }
    if (value) {
      this.reveal();
    }
  }

  get followingChanged(): ISignal<this, void> {
    return this._followingChanged;
  }

  /** Show this document, as far as it got. */
  display(source: nbformat.INotebookContent, failed: number | null): void {
    const shown = shownDocument(source, failed, this._saysLeftOut);
    const { scrollTop } = this.outerNode;
    this._waiting = [];
    this._growth = new Growth(this._saysLeftOut);
    const before = this.model;
    if (!before || !become(before, shown.notebook)) {
      const model = new NotebookModel();
      model.fromJSON(shown.notebook);
      model.readOnly = true;
      this.model = model;
      before?.dispose();
    }
    this._ranIn = ranInLabels(shown.notebook.cells, this._trans);
    this._kernels = shown.notebook.cells.map(kernelOf);
    this._current = shown.failed ?? shown.running;
    this._mark(shown.failed, shown.running);
    requestAnimationFrame(() => {
      this.outerNode.scrollTop = scrollTop;
      if (this._isFollowing) {
        this.reveal();
      }
    });
  }

  /** Take what happened; it is drawn with the next picture, or a little later when drawing takes long. */
  grow(events: readonly ILiveEvent[]): void {
    this._waiting.push(...events);
    if (this._timer === undefined && !this.isDisposed) {
      this._timer = window.setTimeout(() => this._draw(), Math.max(0, this._notBefore - performance.now()));
    }
  }

  /** Bring the cell that runs, or that failed, into view. */
  reveal(): void {
    const cell = this._current === null ? undefined : this.widgets[this._current];
    if (cell?.isAttached) {
      const isTall = cell.node.offsetHeight > this.outerNode.clientHeight;
      cell.node.scrollIntoView({ block: isTall ? 'end' : 'nearest' });
    } else if (cell && this._current !== null) {
      // It says so when another cell was asked for meanwhile; then that one counts.
      this.scrollToItem(this._current, 'center').catch(() => undefined);
    }
  }

  override dispose(): void {
    window.clearTimeout(this._timer);
    const { model } = this;
    super.dispose();
    model?.dispose();
  }

  private _draw(): void {
    const began = performance.now();
    this._timer = undefined;
    const events = this._waiting;
    this._waiting = [];
    for (const event of gathered(events)) {
      this._apply(event);
    }
    if (this._isFollowing) {
      this.reveal();
    }
    const now = performance.now();
    this._notBefore = now + (now - began) * PATIENCE;
  }

  private _apply(event: ILiveEvent): void {
    const cell = this.model && event.cell < this.model.cells.length ? this.model.cells.get(event.cell) : undefined;
    if (!(cell instanceof CodeCellModel)) {
      return;
    }
    switch (event.op) {
      case 'text':
        return this._growth.text(cell, event);
      case 'output':
        return this._growth.output(cell, event);
      case 'cut':
        return this._growth.cut(cell, event);
      case 'cell':
        cell.executionCount = event.count;
        this._onState(event.cell, event.state);
    }
  }

  private _onState(place: number, state: string | null): void {
    const isRunning = state === 'running';
    if (isRunning || state === 'failed') {
      this._current = place;
    }
    this._mark(state === 'failed' ? place : null, isRunning ? place : null);
  }

  /** Say at the cells themselves which of them runs or failed, and which ran in an earlier try. */
  private _mark(failed: number | null, running: number | null): void {
    this.widgets.forEach((cell, place) => {
      const isRunning = place === running;
      const isFailed = place === failed;
      cell.toggleClass('couture-mod-running', isRunning);
      cell.toggleClass('couture-mod-failed', isFailed);
      const ranIn = isRunning || isFailed ? '' : (this._ranIn[place] ?? '');
      cell.toggleClass('couture-mod-earlier', ranIn !== '');
      cell.node.title = ranIn && this._kernels[place] ? this._trans.__('Kernel %1', this._kernels[place]) : '';
      cell.node.dataset.coutureMark = isRunning
        ? this._trans.__('Running')
        : isFailed
          ? this._trans.__('This cell failed')
          : ranIn;
      if (cell.model instanceof CodeCellModel) {
        cell.model.executionState = isRunning ? 'running' : 'idle';
      }
    });
  }

  /** The person looks somewhere else: do not pull the view away. */
  private _look(): void {
    this.isFollowing = false;
  }

  private readonly _saysLeftOut = (count: number): string =>
    this._trans.__('[… %1 characters are not drawn here: the log has all of them …]', count.toLocaleString());

  private _growth: Growth;
  private _ranIn: string[] = [];
  private _kernels: string[] = [];
  private _waiting: ILiveEvent[] = [];
  private _timer: number | undefined;
  private _notBefore = 0;
  private _current: number | null = null;
  private _isFollowing = true;
  private readonly _followingChanged = new Signal<this, void>(this);
}

/** Give the shown cells the outputs of the same notebook at a later time; false when it is another one. */
function become({ cells }: INotebookModel, notebook: nbformat.INotebookContent): boolean {
  const wanted = notebook.cells;
  const isSame =
    cells.length === wanted.length &&
    wanted.every((cell, place) => {
      const { type, sharedModel } = cells.get(place);
      return type === cell.cell_type && sharedModel.getSource() === textOf(cell.source);
    });
  if (isSame) {
    wanted.forEach((cell, place) => {
      const model = cells.get(place);
      if (model instanceof CodeCellModel) {
        const outputs = (cell.outputs ?? []) as nbformat.IOutput[];
        if (JSON.stringify(outputs) !== JSON.stringify(model.outputs.toJSON())) {
          model.outputs.fromJSON(outputs);
        }
        model.executionCount = (cell.execution_count as nbformat.ExecutionCount | undefined) ?? null;
      }
    });
  }
  return isSame;
}

function textOf(text: nbformat.MultilineString): string {
  return Array.isArray(text) ? text.join('') : text;
}
