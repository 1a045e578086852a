/** What the slots of a pool do, in words and for the bar. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IPool } from '../api';

export interface ISlots {
  state: 'running' | 'queued' | 'deferred';
  count: number;
  /** Of the bar, in percent. */
  share: number;
}

/** The parts of the bar that are in use. A pool without a limit has a bar that is full of what it does. */
export function usedSlots(pool: IPool): ISlots[] {
  const parts: [ISlots['state'], number][] = [
    ['running', pool.running_slots],
    ['queued', pool.queued_slots],
    ['deferred', pool.include_deferred ? pool.deferred_slots : 0]
  ];
  const used = parts.reduce((sum, [, count]) => sum + count, 0);
  const whole = Math.max(pool.slots < 0 ? used : pool.slots, used, 1);
  return parts.filter(([, count]) => count > 0).map(([state, count]) => ({ state, count, share: (100 * count) / whole }));
}

/** E.g. "2 of 4 slots in use: 1 running, 1 queued". */
export function slotsText(pool: IPool, trans: TranslationBundle): string {
  const words = {
    running: (count: number): string => trans._n('%1 running', '%1 running', count),
    queued: (count: number): string => trans._n('%1 queued', '%1 queued', count),
    deferred: (count: number): string => trans._n('%1 deferred', '%1 deferred', count)
  };
  const parts = usedSlots(pool).map(({ state, count }) => words[state](count));
  const used =
    pool.slots < 0
      ? trans._n('%1 slot in use, without a limit', '%1 slots in use, without a limit', pool.occupied_slots)
      : trans.__('%1 of %2 slots in use', pool.occupied_slots, pool.slots);
  return parts.length > 0 ? trans.__('%1: %2', used, parts.join(', ')) : used;
}

/** The number in a field for slots: 0 and more, or -1 for no limit; null when it is none. */
export function slotsOf(text: string): number | null {
  const found = /^-1$|^\d{1,9}$/.exec(text.trim());
  return found ? Number(found[0]) : null;
}
