import type * as nbformat from '@jupyterlab/nbformat';
import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { kernelOf, ranInLabels } from './ran_in';

const trans = nullTranslator.load('couture_jupyter');

function cell(couture?: unknown): nbformat.ICell {
  return { cell_type: 'code', source: '', metadata: couture === undefined ? {} : { couture } } as nbformat.ICell;
}

describe('in which try a cell ran', () => {
  it('is said of those that did not run in the newest one', () => {
    const cells = [
      cell({ try: 1, kernel: 'k-1' }),
      cell({ try: 1, kernel: 'k-1', edited: true }),
      cell({ try: null, kernel: null }),
      cell({ try: 2, kernel: 'k-1' }),
      cell()
    ];
    expect(ranInLabels(cells, trans)).toEqual([
      'Ran in try 1',
      'Ran in try 1, changed since',
      'Did not run: it was added before the failed cell',
      '',
      ''
    ]);
    expect(cells.map(kernelOf)).toEqual(['k-1', 'k-1', '', 'k-1', '']);
  });

  it('does not trust what somebody wrote into the file', () => {
    expect(ranInLabels([cell('x'), cell({ try: 'y' }), cell(null)], trans)).toEqual(['', '', '']);
  });
});
