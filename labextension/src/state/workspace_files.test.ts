import { expect, it } from 'vitest';
import { testCouture } from '../testing/couture';

function filesBelow(root: string | null): ReturnType<typeof testCouture> {
  return testCouture({ 'GET workspace': { root_prefix: root } });
}

it.each([
  ['', 'sales/daily.ipynb', 'sales/daily.ipynb'],
  ['common', 'common/sales/daily.ipynb', 'sales/daily.ipynb'],
  ['common', 'RTC:common/daily.ipynb', 'daily.ipynb'],
  ['common', 'common', '']
])('below "%s", %s of JupyterLab is “%s” of the workspace', async (root, lab, own) => {
  expect(await filesBelow(root).files.fromLab(lab)).toBe(own);
});

it.each([
  ['common', 'private/daily.ipynb'],
  ['common', 'common_place.ipynb'],
  [null, 'daily.ipynb']
])('below "%s", %s is not in the workspace, and that is said', async (root, path) => {
  await expect(filesBelow(root).files.fromLab(path)).rejects.toThrow(`“${path}” is not in the workspace`);
});

it('gives files of the workspace the names that JupyterLab opens', async () => {
  expect(await filesBelow('common').files.toLab('sales/daily.ipynb')).toBe('common/sales/daily.ipynb');
  expect(await filesBelow('').files.toLab('daily.ipynb')).toBe('daily.ipynb');
  await expect(filesBelow(null).files.toLab('daily.ipynb')).rejects.toThrow('outside the files');
  await expect(filesBelow('').files.toLab('/etc/daily.ipynb')).rejects.toThrow('outside the files');
});

it('asks once for each connection, and again after an answer that failed', async () => {
  const couture = filesBelow('common');
  await Promise.all([couture.files.toLab('a'), couture.files.toLab('b')]);
  expect(couture.asked).toEqual(['GET workspace']);
  couture.changes.reconnected.emit();
  await couture.files.toLab('c');
  expect(couture.asked).toHaveLength(2);
  const away = testCouture();
  await expect(away.files.toLab('a')).rejects.toThrow();
  await expect(away.files.toLab('a')).rejects.toThrow();
  expect(away.asked).toHaveLength(2);
});
