import { StateDB } from '@jupyterlab/statedb';
import { describe, expect, it } from 'vitest';
import { flipped, textsOf, ViewMemory } from './view_memory';

describe('what a view remembers', () => {
  const first = { folded: [] as string[] };
  const make = (state: StateDB | null) => new ViewMemory(state, 'gantt', first, stored => ({ folded: textsOf(stored.folded) }));

  it('is kept for each DAG, beyond a reload', async () => {
    const state = new StateDB();
    await make(state).save('sales', { folded: ['intake'] });
    expect(await make(state).load('sales')).toEqual({ folded: ['intake'] });
    expect(await make(state).load('other')).toEqual(first);
  });

  it('is as at first where nothing can be kept, and where what is stored is something else', async () => {
    const memory = make(null);
    await memory.save('sales', { folded: ['intake'] });
    expect(await memory.load('sales')).toEqual(first);
    expect(textsOf(['a', 1, null])).toEqual(['a']);
    expect(textsOf('a')).toEqual([]);
  });

  it('turns a text on and off', () => {
    expect(flipped(['a'], 'b')).toEqual(['a', 'b']);
    expect(flipped(['a', 'b'], 'a')).toEqual(['b']);
  });
});
