import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { IComparedCell, IComparison } from '../api/comparisons';
import { differs, summaryOf, targetOf } from './target';

const trans = nullTranslator.load('couture_jupyter');

function cell(kind: IComparedCell['kind'], outputs_changed = false): IComparedCell {
  const place = { before: 0, after: 0, number: 1, source: '', lines: [], outputs_before: [], outputs_after: [] };
  return { kind, cell_type: 'code', outputs_changed, ...place };
}

function comparison(cells: IComparedCell[]): IComparison {
  return { cells, parameters: [], values: [], environment: [] } as unknown as IComparison;
}

describe('a comparison', () => {
  it('needs a run', () => {
    expect(targetOf({ dagId: 'a', runId: '' })).toBeNull();
    expect(targetOf({ dagId: 'a', runId: 'r', otherRunId: 7 })).toEqual({ dagId: 'a', runId: 'r' });
  });

  it('says what differs', () => {
    const found = comparison([cell('same'), cell('same', true), cell('changed', true), cell('added'), cell('removed')]);
    expect(summaryOf(found, trans)).toEqual([
      '1 cell changed',
      '1 cell added',
      '1 cell removed',
      'outputs of 2 cells differ'
    ]);
    expect(found.cells.filter(differs)).toHaveLength(4);
  });

  it('says when nothing differs', () => {
    expect(summaryOf(comparison([cell('same')]), trans)).toEqual(['nothing differs']);
  });
});
