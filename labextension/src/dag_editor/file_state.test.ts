import { Signal } from '@lumino/signaling';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import type { DagFilesApi } from '../api/dag_files';
import type { IChange, IChanges } from '../state/changes';
import { FileState } from './file_state';

interface IDraft {
  path: string;
  content: string;
  base_hash: string | null;
  at: string;
}

/** One file of a DAG folder in memory, with the person's draft, that answers as the server does. */
class Folder {
  saved: string | null = null;
  kept: IDraft | null = null;

  content(path: string): Promise<object> {
    if (this.saved === null) {
      return Promise.reject(new ApiError(404, path));
    }
    return Promise.resolve({ path, content: this.saved, hash: hash(this.saved) });
  }

  save(path: string, content: string, expected: string | null): Promise<object> {
    const now = this.saved === null ? null : hash(this.saved);
    if (now !== expected) {
      return Promise.reject(new ApiError(409, 'changed'));
    }
    this.saved = content;
    return Promise.resolve({ path, hash: hash(content) });
  }

  get(path: string): Promise<object> {
    return Promise.resolve({ path, hash: 'not read', state: 'unread' });
  }

  draft(): Promise<IDraft | null> {
    return Promise.resolve(this.kept);
  }

  keepDraft(path: string, content: string, base: string | null): Promise<IDraft> {
    this.kept = { path, content, base_hash: base, at: '2026-01-01T00:00:00Z' };
    return Promise.resolve(this.kept);
  }

  forgetDraft(): Promise<void> {
    this.kept = null;
    return Promise.resolve();
  }
}

class Changes {
  readonly arrived = new Signal<Changes, readonly IChange[]>(this);
  readonly reconnected = new Signal<Changes, void>(this);
}

const hash = (text: string): string => `hash of ${text}`;

function open(folder: Folder): { file: FileState; changes: Changes } {
  const changes = new Changes();
  const file = new FileState('a.py', folder as unknown as DagFilesApi, changes as unknown as IChanges);
  return { file, changes };
}

/** Somebody else writes the file, and everybody is told. */
async function elsewhere(folder: Folder, file: FileState, changes: Changes, text: string | null): Promise<void> {
  folder.saved = text;
  const heard = new Promise(resolve => file.changed.connect(resolve));
  changes.arrived.emit([{ subject: 'dag_file', detail: { file: 'a.py' } }]);
  await heard;
}

describe('the state of a DAG file in the editor', () => {
  it('follows the disk while nothing is written here', async () => {
    const folder = new Folder();
    folder.saved = 'a';
    const { file, changes } = open(folder);
    expect(await file.load()).toBe('a');
    await elsewhere(folder, file, changes, 'b');
    expect([file.text, file.isDirty, file.theirs]).toEqual(['b', false, null]);
  });

  it('overwrites nothing that was not seen', async () => {
    const folder = new Folder();
    folder.saved = 'a';
    const { file } = open(folder);
    await file.load();
    file.write('mine');
    folder.saved = 'theirs';
    expect(await file.save()).toBe(false);
    expect(folder.saved).toBe('theirs');
    expect(file.theirs?.content).toBe('theirs');
    file.acceptTheirs();
    expect(await file.save()).toBe(true);
    expect(folder.saved).toBe('mine');
    expect([file.isDirty, file.theirs]).toEqual([false, null]);
  });

  it('keeps a text whose file was deleted', async () => {
    const folder = new Folder();
    folder.saved = 'a';
    const { file, changes } = open(folder);
    await file.load();
    await elsewhere(folder, file, changes, null);
    expect([file.text, file.theirs?.hash]).toEqual(['a', null]);
    file.acceptTheirs();
    expect(await file.save()).toBe(true);
    expect(folder.saved).toBe('a');
  });

  it('begins with the draft, and says when the file is another one since', async () => {
    const folder = new Folder();
    folder.saved = 'newer';
    folder.kept = { path: 'a.py', content: 'draft', base_hash: hash('older'), at: '' };
    const { file } = open(folder);
    expect(await file.load()).toBe('draft');
    expect(file.theirs?.content).toBe('newer');
    expect(await file.discardDraft()).toBe('newer');
    expect([file.isDirty, folder.kept]).toEqual([false, null]);
  });

  it('keeps what is written as a draft until it is saved', async () => {
    const folder = new Folder();
    folder.kept = { path: 'a.py', content: 'from a template', base_hash: null, at: '' };
    const { file } = open(folder);
    await file.load();
    expect(file.isNew).toBe(true);
    file.write('more');
    await file.keepDraft();
    expect(folder.kept.content).toBe('more');
    expect(await file.save()).toBe(true);
    expect([folder.saved, folder.kept, file.reading.kind]).toEqual(['more', null, 'waiting']);
  });

  it('is not there without a file and without a draft', async () => {
    await expect(open(new Folder()).file.load()).rejects.toMatchObject({ status: 404 });
  });
});
