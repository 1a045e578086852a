/** Opens a notebook at one of its cells. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { NotebookPanel } from '@jupyterlab/notebook';

/** `cell` is the index among all cells, `line` counts from 1. */
export async function showCell(documents: IDocumentManager, path: string, cell: number, line: number): Promise<void> {
  const panel = documents.openOrReveal(path, 'Notebook') ?? documents.openOrReveal(path);
  if (!(panel instanceof NotebookPanel)) {
    return;
  }
  await panel.context.ready;
  await panel.revealed;
  const { content } = panel;
  const index = Math.min(Math.max(cell, 0), content.widgets.length - 1);
  content.deselectAll();
  content.activeCellIndex = index;
  const target = content.widgets[index];
  await content.scrollToItem(index, 'center');
  await target?.ready;
  target?.editor?.setCursorPosition({ line: line - 1, column: 0 });
  target?.editor?.revealPosition({ line: line - 1, column: 0 });
}
