/** The executed notebook as it is shown: without what is only for the file, and trusted by nobody. */
import type * as nbformat from '@jupyterlab/nbformat';
import { drawnOutput, type SaysLeftOut } from './growth';

/** papermill writes these cells for readers who have nothing but the file; the page says the same above the notebook. */
const PAPERMILL_ERROR = 'papermill-error-cell-tag';

export interface IShownDocument {
  notebook: nbformat.INotebookContent;
  /** Place of the failed and of the running cell among the shown ones. */
  failed: number | null;
  running: number | null;
}

/** Prepare a document for the widget. `failed` counts the document's cells. */
export function shownDocument(
  source: nbformat.INotebookContent,
  failed: number | null,
  saysLeftOut: SaysLeftOut
): IShownDocument {
  const cells: nbformat.ICell[] = [];
  let shownFailed: number | null = null;
  let running: number | null = null;
  (source.cells ?? []).forEach((cell, place) => {
    if (tagsOf(cell).includes(PAPERMILL_ERROR)) {
      return;
    }
    if (place === failed) {
      shownFailed = cells.length;
    }
    if (statusOf(cell) === 'running') {
      running = cells.length;
    }
    // Whoever wrote the file must not decide that its scripts may run in this browser.
    const metadata = { ...cell.metadata, trusted: false, editable: false, deletable: false };
    const outputs = (cell.outputs as nbformat.IOutput[] | undefined)?.map(each => drawnOutput(each, saysLeftOut));
    cells.push({ ...cell, metadata, ...(outputs && { outputs }) } as nbformat.ICell);
  });
  // JupyterLab would ask about a conversion of a file that nobody is going to save.
  const metadata = { ...source.metadata };
  delete metadata.orig_nbformat;
  return {
    notebook: { ...source, metadata, cells },
    failed: shownFailed,
    running
  };
}

function tagsOf(cell: nbformat.ICell): string[] {
  const { tags } = cell.metadata as { tags?: unknown };
  return Array.isArray(tags) ? tags.map(String) : [];
}

function statusOf(cell: nbformat.ICell): unknown {
  return (cell.metadata.papermill as { status?: unknown } | undefined)?.status;
}
