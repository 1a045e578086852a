/** An executed notebook, read-only. Cells that did not change keep their widgets while the notebook grows. */
import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import { CellView } from './notebook_cell';
import { executedCells, type IExecutedCell } from './notebook_document';
import type { IRendering } from './rendering';

export interface INotebookState {
  notebook: nbformat.INotebookContent;
  failed: number | null;
  running: number | null;
  /** Whether outputs may run scripts. */
  isTrusted: boolean;
}

export class NotebookWidget extends Panel {
  constructor(
    private readonly _rendering: IRendering,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('couture-Notebook');
  }

  /** Show this state of the notebook. */
  display(state: INotebookState): void {
    const language = languageOf(state.notebook);
    const cells = executedCells(state.notebook, state.failed, state.running, this._trans);
    cells.forEach((cell, index) => this._place(cell, index, language, state.isTrusted));
    for (const extra of this._views.splice(cells.length)) {
      extra.dispose();
    }
  }

  /** Bring the cell at this place of the document into view. */
  reveal(place: number): void {
    this._views.find(view => view.place === place)?.node.scrollIntoView({ block: 'start' });
  }

  private _place(cell: IExecutedCell, index: number, language: string, isTrusted: boolean): void {
    const before = this._views.at(index);
    if (before?.canBecome(cell, isTrusted)) {
      before.become(cell);
      return;
    }
    before?.dispose();
    const view = new CellView(cell, language, isTrusted, this._rendering, this._trans);
    this._views[index] = view;
    this.insertWidget(index, view);
  }

  private _views: CellView[] = [];
}

function languageOf(notebook: nbformat.INotebookContent): string {
  const { language_info: info, kernelspec } = notebook.metadata ?? {};
  return String(info?.name ?? kernelspec?.language ?? 'python');
}
