import { describe, expect, it } from 'vitest';
import type { IGitRefs, ISideFile } from '../api';
import { proposed } from './code_choice';

const file = (path: string, size: number | null): ISideFile => ({
  path,
  kind: 'data',
  cell: 0,
  size,
  exists: size !== null
});

function code(files: ISideFile[], branches: string[]) {
  const refs = branches.map(name => ({ kind: 'branch', name }));
  return {
    sideFiles: () => Promise.resolve(files),
    gitRefs: () => Promise.resolve({ head: null, refs, because: null, dirty: false } as unknown as IGitRefs)
  };
}

describe('what the form proposes for the code', () => {
  it('packs the side files that there are, but no large ones', async () => {
    const found = [file('a.csv', 10), file('gone.csv', null), file('huge.csv', 1e9)];
    expect(await proposed('snapshot', 'a.ipynb', code(found, []))).toEqual({
      kind: 'snapshot',
      ref: null,
      files: ['a.csv']
    });
  });

  it('follows the main branch, or the newest one', async () => {
    const refOf = async (...branches: string[]): Promise<string | null> =>
      (await proposed('git', 'a.ipynb', code([], branches))).ref;
    expect(await refOf('topic', 'master')).toBe('master');
    expect(await refOf('trunk', 'topic')).toBe('trunk');
    expect(await refOf()).toBe('');
  });
});
