import { describe, expect, it, vi } from 'vitest';
import type { IFinding } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FindingList, findingsSummary } from './FindingList';

const finding = (severity: IFinding['severity'], cell: number | null = null, line: number | null = null): IFinding => ({
  code: 'name-undefined',
  severity,
  message: 'The name is never defined.',
  advice: 'Define it.',
  cell,
  line
});

describe('a list of findings', () => {
  it('says how bad each is in words, and leads to its cell', async () => {
    const onShow = vi.fn();
    const found = [finding('error', 2, 5), finding('warning', 3), finding('info')];
    const drawn = await draw(<FindingList findings={found} onShow={onShow} />, testCouture());
    const entries = [...drawn.node.querySelectorAll('li')];
    expect(entries.map(entry => entry.querySelector('.couture-Finding-severity')?.textContent)).toEqual([
      'Error',
      'Warning',
      'Note'
    ]);
    expect(entries.map(entry => entry.querySelector('button')?.textContent)).toEqual([
      'Cell 3, line 5',
      'Cell 4',
      undefined
    ]);
    await drawn.act(() => entries[0].querySelector('button')?.click());
    expect(onShow).toHaveBeenCalledWith(found[0]);
  });

  it('is summed up in words', () => {
    const { trans } = testCouture();
    expect(findingsSummary([], trans)).toBe('Nothing found that would fail.');
    expect(findingsSummary([finding('info'), finding('error'), finding('error')], trans)).toBe('2 errors, 1 note');
  });
});
