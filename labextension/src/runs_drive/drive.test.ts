import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { IRunFile, IRunFileTree } from '../api';
import type { Http } from '../api/client';
import { formatOf, modelOf, runIn, RunsDrive } from './drive';

const trans = nullTranslator.load('couture_jupyter');

function file(values: Partial<IRunFile>): IRunFile {
  return { name: 'a', path: 'd/r/a', type: 'file', last_modified: null, size: 3, mimetype: null, ...values };
}

function drive(tree: IRunFileTree): RunsDrive {
  return new RunsDrive({ settings: {}, get: () => Promise.resolve(tree) } as unknown as Http, trans);
}

describe('the drive', () => {
  it('shows nothing that can be written', () => {
    expect(modelOf(file({ type: 'notebook' }))).toMatchObject({ writable: false, type: 'notebook', size: 3 });
  });

  it('lists a folder, and says when it does not show all', async () => {
    const tree = { ...file({ name: 'd', path: 'd', type: 'directory' }), entries: [file({})], total_entries: 3 };
    const model = await drive(tree as IRunFileTree).get('d');
    const names = (model.content as { name: string }[]).map(each => each.name);
    expect(names).toEqual(['a', '… and 2 older runs: see the run history']);
    const root = await drive({ ...tree, path: '' } as IRunFileTree).get('');
    expect((root.content as { name: string }[])[1].name).toBe('… and 2 more');
  });

  it('does not fetch content that nobody asked for', async () => {
    const model = await drive({ ...file({}), entries: [], total_entries: 0 } as IRunFileTree).get('d/r/a', { content: false });
    expect(model.content).toBeNull();
  });

  it('refuses every change', async () => {
    const runs = drive({ ...file({}), entries: [], total_entries: 0 } as IRunFileTree);
    await expect(runs.delete()).rejects.toThrow('cannot be changed');
    await expect(runs.save()).rejects.toThrow('cannot be changed');
    await expect(runs.listCheckpoints()).resolves.toEqual([]);
  });
});

describe('a path', () => {
  it('says in which run it is', () => {
    expect(runIn('daily/manual__2026-03-04T00:00:00+00:00/exports')).toEqual({
      dagId: 'daily',
      runId: 'manual__2026-03-04T00:00:00+00:00'
    });
    expect(runIn('daily')).toBeNull();
  });

  it('has a moment that JupyterLab can show', () => {
    expect(Date.parse(modelOf(file({})).last_modified)).toBe(0);
  });
});

describe('a format', () => {
  it('is text for what is text', () => {
    expect(formatOf(file({ name: 'task.log', mimetype: 'application/octet-stream' }))).toBe('text');
    expect(formatOf(file({ name: 'a.json', mimetype: 'application/json' }))).toBe('text');
    expect(formatOf(file({ name: 'a.pdf', mimetype: 'application/pdf' }))).toBe('base64');
  });
});
