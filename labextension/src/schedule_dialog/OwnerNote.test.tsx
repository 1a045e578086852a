import { describe, expect, it, vi } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FormProvider, type IFormContext } from './context';
import { OwnerNote } from './OwnerNote';

async function told(runsAs: string | null): Promise<string> {
  const couture = testCouture({ 'GET users/me': { username: 'bob', roles: [], permissions: [], dags: {} } });
  const form = { model: { runsAs } } as unknown as IFormContext;
  const { node } = await draw(
    <FormProvider value={form}>
      <OwnerNote />
    </FormProvider>,
    couture
  );
  await vi.waitFor(() => expect(couture.asked).toContain('GET users/me'));
  if (runsAs !== null) {
    await vi.waitFor(() => expect(node.textContent).not.toBe(''));
  }
  return node.textContent;
}

describe('whose schedule it is', () => {
  it('says that saving takes over what is somebody else\'s', async () => {
    expect(await told('ada')).toBe(
      'Its owner is ada, as whom its runs read and write. Saving makes you its owner: its runs read and write as bob.'
    );
  });

  it('says as whom one\'s own runs', async () => {
    expect(await told('bob')).toBe('You are its owner: its runs read and write as bob.');
  });

  it('says nothing where everything runs as one user', async () => {
    expect(await told(null)).toBe('');
  });
});
