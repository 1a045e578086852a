import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { expect, it } from 'vitest';
import { RUNS_DRIVE } from '../tokens';
import { testCouture } from '../testing/couture';
import { BrowsedDagFile } from './browsed_dag_file';

/** The path in the DAG folder of what is chosen, as a workspace with this DAG folder has it. */
async function pathOf(root: string | null, folder: string | null, chosen: readonly string[], driveName = ''): Promise<string | null> {
  const couture = testCouture({ 'GET workspace': { root_prefix: root, dags_folder: folder } });
  const selectedItems = (): object[] => chosen.map(path => ({ path }));
  const browsers = { tracker: { currentWidget: { model: { driveName }, selectedItems } } };
  const browsed = new BrowsedDagFile(couture, browsers as unknown as IFileBrowserFactory);
  await couture.client.engine.workspace(); // asked after its own question
  return browsed.path();
}

it.each([
  ['', 'dags', 'dags/sales/daily.py', 'sales/daily.py'],
  ['work', 'dags', 'work/dags/daily.py', 'daily.py'],
  ['', '.', 'sales/daily.py', 'sales/daily.py'],
  ['work', '.', 'work/daily.py', 'daily.py']
])('is known below "%s", with the DAG folder "%s"', async (root, folder, chosen, path) => {
  expect(await pathOf(root, folder, [chosen])).toBe(path);
});

it.each([
  ['', 'dags', 'daily.py'],
  ['', 'dags', 'dags_of_others/daily.py'],
  ['work', '.', 'daily.py'],
  ['', 'dags', 'dags/notes.txt'],
  [null, 'dags', 'dags/daily.py'],
  ['', null, 'daily.py']
])('is none elsewhere: below "%s", with the DAG folder "%s", %s', async (root, folder, chosen) => {
  expect(await pathOf(root, folder, [chosen])).toBeNull();
});

it('is none of several files, nor one of another drive', async () => {
  expect(await pathOf('', '.', ['one.py', 'two.py'])).toBeNull();
  expect(await pathOf('', '.', [`${RUNS_DRIVE}:one/run.py`], RUNS_DRIVE)).toBeNull();
});
