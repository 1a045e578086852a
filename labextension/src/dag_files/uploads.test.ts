import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import type { DagFilesApi } from '../api/dag_files';
import { base64, type IFileLike, Uploads } from './uploads';

/** A DAG folder in memory that answers as the server does. */
class Folder {
  readonly files = new Map<string, string>();

  upload(path: string, content: string, ifExists: string): Promise<{ path: string }> {
    if (path.endsWith('.txt')) {
      return Promise.reject(new ApiError(422, 'A DAG file ends with .py'));
    }
    if (this.files.has(path) && ifExists === 'refuse') {
      return Promise.reject(new ApiError(409, 'There is a file already.'));
    }
    const kept = this.files.has(path) && ifExists === 'keep_both' ? path.replace('.py', '_2.py') : path;
    this.files.set(kept, atob(content));
    return Promise.resolve({ path: kept });
  }
}

function file(name: string, text: string): IFileLike {
  return { name, arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) };
}

async function settled(uploads: Uploads): Promise<string[]> {
  const states = (): string[] => uploads.entries.map(each => each.state);
  while (states().some(state => state === 'waiting' || state === 'sending')) {
    await new Promise(resolve => uploads.changed.connect(resolve));
  }
  return states();
}

describe('uploads', () => {
  it('come one after the other, and say where they were kept', async () => {
    const folder = new Folder();
    const uploads = new Uploads(folder as unknown as DagFilesApi);
    uploads.add([file('a.py', 'a = 1'), file('b.txt', 'b'), file('c.py', 'c = 1')], 'team');
    expect(await settled(uploads)).toEqual(['done', 'failed', 'done']);
    expect([...folder.files]).toEqual([
      ['team/a.py', 'a = 1'],
      ['team/c.py', 'c = 1']
    ]);
    expect(uploads.entries[1].told).toContain('.py');
  });

  it('ask before they replace anything', async () => {
    const folder = new Folder();
    ['a.py', 'b.py', 'c.py'].forEach(name => folder.files.set(name, 'old'));
    const uploads = new Uploads(folder as unknown as DagFilesApi);
    uploads.add([file('a.py', 'new'), file('b.py', 'new'), file('c.py', 'new')], '');
    expect(await settled(uploads)).toEqual(['asks', 'asks', 'asks']);
    const [first] = uploads.entries;
    uploads.answer(first.id, 'keep_both');
    await settled(uploads);
    uploads.answer(uploads.entries[1].id, 'replace');
    await settled(uploads);
    uploads.answerAll(null);
    expect(await settled(uploads)).toEqual(['done', 'done', 'skipped']);
    expect(folder.files).toEqual(new Map([['a.py', 'old'], ['b.py', 'new'], ['c.py', 'old'], ['a_2.py', 'new']]));
    uploads.clear();
    expect(uploads.entries).toEqual([]);
  });

  it('can be big', () => {
    const bytes = new Uint8Array(100_000).fill(65);
    expect(atob(base64(bytes))).toBe('A'.repeat(100_000));
  });
});
