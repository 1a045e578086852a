import { describe, expect, it } from 'vitest';
import type { INotebookDag } from '../api';
import { drawingOf, proposedId } from './drawing';

describe('the drawing of a DAG from notebooks', () => {
  const dag: INotebookDag = {
    dag_id: 'sums',
    file: 'sums.py',
    content: '',
    tasks: [
      { task_id: 'load', notebook: 'a/sums.01_load.ipynb', upstream: [] },
      { task_id: 'tell', notebook: 'a/sums.02_tell.ipynb', upstream: ['load'] },
      { task_id: 'rest', notebook: 'a/sums.03_rest.ipynb', upstream: ['tell'] }
    ],
    notebooks: [],
    flows: [
      ...['a', 'b', 'c', 'd'].map(name => ({ source: 'load', target: 'tell', name, kind: 'value' as const })),
      { source: 'tell', target: 'rest', name: 'cell 5 is not only Python', kind: 'order' }
    ],
    existing: []
  };

  it('says on each edge what flows, if not too much', () => {
    expect(drawingOf(dag).edges).toEqual([
      { source: 'load', target: 'tell', label: 'a, b, c …' },
      { source: 'tell', target: 'rest', label: undefined }
    ]);
  });

  it('names the notebooks', () => {
    expect(drawingOf(dag).nodes[0]).toMatchObject({ id: 'load', operator: 'sums.01_load.ipynb' });
  });

  it.each([
    ['a/Daily report (FI).ipynb', 'daily_report_fi'],
    ['Ünd.ipynb', 'nd'],
    ['数.ipynb', 'notebooks']
  ])('proposes for %s the id %s', (path, id) => {
    expect(proposedId(path)).toBe(id);
  });
});
