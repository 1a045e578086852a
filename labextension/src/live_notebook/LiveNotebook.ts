/** JupyterLab's own notebook, read-only, which grows with what happens and follows the cell that runs. */
import { CodeCellModel } from '@jupyterlab/cells';
import type { IEditorMimeTypeService } from '@jupyterlab/codeeditor';
import type * as nbformat from '@jupyterlab/nbformat';
import { type INotebookModel, NotebookModel, StaticNotebook } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ILiveEvent } from '../api/live';
import { CellMarks } from './cell_marks';
import { gathered, Growth } from './growth';
import { shownDocument } from './shown_document';
import { displayLocale } from '../ui';

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
    this._marks = new CellMarks(_trans);
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchmove']) {
      this.node.addEventListener(type, () => this._look(), { passive: true });
    }
    this._sizes.observe(this.viewportNode);
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
    this._marks.begin(this.widgets, shown.notebook.cells, shown.failed, shown.running);
    requestAnimationFrame(() => {
      this.outerNode.scrollTop = scrollTop;
      this._follow();
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
    const place = this._marks.current;
    const cell = place === null ? undefined : this.widgets[place];
    if (cell?.isAttached) {
      const isTall = cell.node.offsetHeight > this.outerNode.clientHeight;
      cell.node.scrollIntoView({ block: isTall ? 'end' : 'nearest' });
    } else if (cell && place !== null) {
      void this._jumpTo(place);
    }
  }

  override dispose(): void {
    window.clearTimeout(this._timer);
    this._sizes.disconnect();
    const { model } = this;
    super.dispose();
    model?.dispose();
  }

  /** Bring a cell into view that is not drawn yet. */
  private async _jumpTo(place: number): Promise<void> {
    try {
      await this.scrollToItem(place, 'center');
    } catch {
      return; // another cell was asked for meanwhile
    }
    if (!this.isDisposed && this.widgets[place]?.isAttached && this._marks.current === place) {
      this.reveal();
    }
  }

  private _draw(): void {
    const began = performance.now();
    this._timer = undefined;
    const events = this._waiting;
    this._waiting = [];
    for (const event of gathered(events)) {
      this._apply(event);
    }
    this._follow();
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
        this._marks.change(this.widgets, event.cell, event.state);
    }
  }

  /** The person looks somewhere else: do not pull the view away. */
  private _look(): void {
    this.isFollowing = false;
  }

  private readonly _saysLeftOut = (count: number): string =>
    this._trans.__('[… %1 characters are not drawn here: the log has all of them …]', count.toLocaleString(displayLocale()));

  private readonly _follow = (): void => {
    if (this._isFollowing) {
      this.reveal();
    }
  };

  /** Images and long texts get their height after they were drawn. */
  private readonly _sizes = new ResizeObserver(this._follow);
  private _growth: Growth;
  private readonly _marks: CellMarks;
  private _waiting: ILiveEvent[] = [];
  private _timer: number | undefined;
  private _notBefore = 0;
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
