import { expect, it } from 'vitest';
import { testCouture, viewerWho } from '../testing/couture';
import { draw } from '../testing/render';
import { ImportErrors } from './ImportErrors';

const BROKEN = { import_error_id: 1, filename: 'etl.py', line: 3, message: 'invalid syntax', stack_trace: '' };
const ANSWERS = { 'GET importErrors': { import_errors: [BROKEN], total_entries: 1 } };

it('tells of files that could not be read, and asks for none that one may not see', async () => {
  const told = await draw(<ImportErrors />, testCouture(ANSWERS));
  await expect.poll(() => told.node.textContent).toContain('1 DAG file could not be read');
  const couture = testCouture({ ...viewerWho('sales'), ...ANSWERS });
  const { node } = await draw(<ImportErrors />, couture);
  await couture.client.users.me();
  expect(couture.asked).not.toContain('GET importErrors');
  expect(node.textContent).toBe('');
});
