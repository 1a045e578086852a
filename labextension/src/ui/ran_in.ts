/** In which try and kernel each cell of a resumed notebook ran, as its metadata say. */
import type * as nbformat from '@jupyterlab/nbformat';
import type { TranslationBundle } from '@jupyterlab/translation';

interface IRan {
  try?: unknown;
  kernel?: unknown;
  edited?: unknown;
}

/** A label for each cell that did not run in the newest try of the document; empty for the others. */
export function ranInLabels(cells: readonly nbformat.ICell[], trans: TranslationBundle): string[] {
  const marks = cells.map(cell => cell.metadata.couture as IRan | undefined);
  const newest = Math.max(0, ...marks.map(mark => (typeof mark?.try === 'number' ? mark.try : 0)));
  return marks.map(mark => (mark && typeof mark === 'object' ? labelOf(mark, newest, trans) : ''));
}

/** The kernel that a cell ran in, where that is known. */
export function kernelOf(cell: nbformat.ICell): string {
  const mark = cell.metadata.couture as IRan | undefined;
  return typeof mark?.kernel === 'string' ? mark.kernel : '';
}

function labelOf(mark: IRan, newest: number, trans: TranslationBundle): string {
  if (mark.try === null) {
    return trans.__('Did not run: it was added before the failed cell');
  }
  if (typeof mark.try !== 'number' || mark.try >= newest) {
    return '';
  }
  return mark.edited === true
    ? trans.__('Ran in try %1, changed since', mark.try)
    : trans.__('Ran in try %1', mark.try);
}
