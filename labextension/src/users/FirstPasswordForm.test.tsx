import { expect, it } from 'vitest';
import type { IUser } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { FirstPasswordForm } from './FirstPasswordForm';

const ADA = { username: 'ada' } as IUser;

function button(node: HTMLElement, label: string): HTMLButtonElement {
  return [...node.querySelectorAll('button')].find(each => each.textContent === label)!;
}

/** What it makes up, and gives to her. */
async function madeUp(): Promise<string> {
  const couture = testCouture({ 'PUT users/ada/password': {} });
  let isDone = false;
  const { node, act } = await draw(<FirstPasswordForm user={ADA} onDone={() => (isDone = true)} />, couture);
  expect(button(node, 'Save').getAttribute('aria-disabled')).toBe('true');
  await act(() => button(node, 'Make one up').click());
  const { value } = node.querySelector('input')!;
  await act(() => button(node, 'Save').click());
  expect(couture.asked).toContain('PUT users/ada/password');
  expect(isDone).toBe(true);
  return value;
}

it('makes a password up that is long and never the same, and gives it to the person', async () => {
  const passwords = [await madeUp(), await madeUp()];
  expect(passwords[0]).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
  expect(passwords[0]).not.toBe(passwords[1]);
});
