import type * as nbformat from '@jupyterlab/nbformat';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { executedCells } from './notebook_document';

const trans = nullTranslator.load('couture_jupyter');

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', source: 'An exception…', metadata: { tags: ['papermill-error-cell-tag'] } },
    { cell_type: 'code', source: ['a = 1\n', 'b = 2'], metadata: { tags: ['parameters'] }, outputs: [], execution_count: 1 },
    { cell_type: 'code', source: 'a = 9', metadata: { tags: ['injected-parameters'], papermill: { duration: 0.5 } }, outputs: [] },
    {
      cell_type: 'code',
      source: '1 / 0',
      metadata: {},
      outputs: [{ output_type: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero', traceback: [] }]
    },
    { cell_type: 'code', source: 'later', metadata: { jupyter: { source_hidden: true } }, outputs: [] }
  ]
} as unknown as nbformat.INotebookContent;

describe('an executed notebook', () => {
  it("is shown without papermill's banner, and its cells keep their places", () => {
    const cells = executedCells(notebook, 3, null, trans);
    expect(cells.map(cell => [cell.place, cell.mark])).toEqual([
      [1, 'parameters'],
      [2, 'injected'],
      [3, 'failed'],
      [4, null]
    ]);
    expect(cells[0]).toMatchObject({ source: 'a = 1\nb = 2', count: 1 });
    expect(cells[1].duration).toBe(0.5);
    expect(cells[3].isSourceHidden).toBe(true);
  });

  it('marks the cell that runs', () => {
    expect(executedCells(notebook, null, 4, trans).at(-1)?.mark).toBe('running');
  });
});
