/** Says at the cells of a live notebook which of them runs, which failed, and which ran in an earlier try. */
import { type Cell, CodeCellModel } from '@jupyterlab/cells';
import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { kernelOf, ranInLabels } from '../ui/ran_in';

export class CellMarks {
  constructor(private readonly _trans: TranslationBundle) {}

  /** The failed cell, else the one that runs. */
  get current(): number | null {
    return this._failed ?? this._running ?? this._last;
  }

  /** Mark all cells of a document. */
  begin(cells: readonly Cell[], shown: readonly nbformat.ICell[], failed: number | null, running: number | null): void {
    this._ranIn = ranInLabels(shown, this._trans);
    this._kernels = shown.map(kernelOf);
    this._failed = failed;
    this._running = running;
    this._last = null;
    cells.forEach((cell, place) => this._mark(cell, place));
  }

  /** A cell has another state now. Only the cells that this concerns are touched: there may be hundreds. */
  change(cells: readonly Cell[], place: number, state: string | null): void {
    const before = [this._failed, this._running];
    this._last = this.current;
    this._running = state === 'running' ? place : null;
    this._failed = state === 'failed' ? place : null;
    for (const each of new Set([...before, place])) {
      if (each !== null && each < cells.length) {
        this._mark(cells[each], each);
      }
    }
  }

  private _mark(cell: Cell, place: number): void {
    const isRunning = place === this._running;
    const isFailed = place === this._failed;
    const ranIn = isRunning || isFailed ? '' : (this._ranIn[place] ?? '');
    const kernel = this._kernels[place];
    cell.toggleClass('couture-mod-running', isRunning);
    cell.toggleClass('couture-mod-failed', isFailed);
    cell.toggleClass('couture-mod-earlier', ranIn !== '');
    cell.node.title = ranIn && kernel ? this._trans.__('Kernel %1', kernel) : '';
    cell.node.dataset.coutureMark = isRunning
      ? this._trans.__('Running')
      : isFailed
        ? this._trans.__('This cell failed')
        : ranIn;
    if (cell.model instanceof CodeCellModel) {
      cell.model.executionState = isRunning ? 'running' : 'idle';
    }
  }

  private _ranIn: string[] = [];
  private _kernels: string[] = [];
  private _failed: number | null = null;
  private _running: number | null = null;
  /** Between the end of a cell and the beginning of the next. */
  private _last: number | null = null;
}
