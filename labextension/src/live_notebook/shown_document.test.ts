import type * as nbformat from '@jupyterlab/nbformat';
import { describe, expect, it } from 'vitest';
import { shownDocument } from './shown_document';

const document = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { orig_nbformat: 3 },
  cells: [
    { cell_type: 'markdown', source: 'An exception…', metadata: { tags: ['papermill-error-cell-tag'] } },
    { cell_type: 'code', source: '1', metadata: { trusted: true }, outputs: [], execution_count: 1 },
    { cell_type: 'code', source: '2', metadata: { papermill: { status: 'running' } }, outputs: [] }
  ]
} as unknown as nbformat.INotebookContent;

describe('an executed notebook as it is shown', () => {
  it("is without papermill's notes, trusted by nobody, and cannot be edited", () => {
    const { notebook, failed, running } = shownDocument(document, 1, String);
    expect(notebook.cells.map(cell => cell.source)).toEqual(['1', '2']);
    expect(notebook.cells[0].metadata).toMatchObject({ trusted: false, editable: false });
    expect(notebook.metadata).not.toHaveProperty('orig_nbformat');
    expect([failed, running]).toEqual([0, 1]);
  });
});
