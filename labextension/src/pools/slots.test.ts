import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { IPool } from '../api';
import { slotsOf, slotsText, usedSlots } from './slots';

const trans = nullTranslator.load('couture_jupyter');
const POOL: IPool = {
  name: 'gpu',
  slots: 4,
  description: null,
  include_deferred: true,
  occupied_slots: 3,
  running_slots: 1,
  queued_slots: 1,
  scheduled_slots: 0,
  open_slots: 1,
  deferred_slots: 1
};

describe('the slots of a pool', () => {
  it('fill their part of the bar', () => {
    expect(usedSlots(POOL).map(({ state, share }) => [state, share])).toEqual([
      ['running', 25],
      ['queued', 25],
      ['deferred', 25]
    ]);
    expect(usedSlots({ ...POOL, include_deferred: false })).toHaveLength(2);
    expect(usedSlots({ ...POOL, slots: 2 }).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100);
    expect(usedSlots({ ...POOL, slots: 0, running_slots: 0, queued_slots: 0, deferred_slots: 0 })).toEqual([]);
  });

  it('are told in words', () => {
    expect(slotsText(POOL, trans)).toBe('3 of 4 slots in use: 1 running, 1 queued, 1 deferred');
    expect(slotsText({ ...POOL, slots: -1, running_slots: 0, queued_slots: 0, include_deferred: false }, trans)).toBe(
      '3 slots in use, without a limit'
    );
  });

  it('are a number, or -1 for no limit', () => {
    expect(['7', ' 0 ', '-1', '-2', '', 'x', '1.5'].map(slotsOf)).toEqual([7, 0, -1, null, null, null, null]);
  });
});
