import { describe, expect, it } from 'vitest';
import { columnWidths } from './widths';

describe('the columns of a list', () => {
  const columns = [{ width: 100, grows: 3 }, { width: 200, grows: 1 }, { width: 80, narrowWidth: 40 }];

  it('share what is left, by their weights', () => {
    expect(columnWidths(columns, false, 780)).toEqual([400, 300, 80]);
    expect(columnWidths(columns, true, 812)).toEqual([400, 300, 80]);
  });

  it('are as narrow as they may be where there is no room', () => {
    expect(columnWidths(columns, false, 300)).toEqual([100, 200, 40]);
  });

  it('stay as they are where none grows', () => {
    expect(columnWidths([{ width: 50 }], false, 900)).toEqual([50]);
    expect(columnWidths([{ width: 50, grows: true }, { width: 50, grows: true }], false, 900)).toEqual([450, 450]);
  });
});
