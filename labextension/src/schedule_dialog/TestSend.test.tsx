// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { newRule } from './notify_rules';
import { TestSend } from './TestSend';

async function press(answers: Record<string, unknown>) {
  const drawn = await draw(<TestSend rule={{ ...newRule(), to: ['ada@x.org'] }} />, testCouture(answers));
  await drawn.act(() => drawn.node.querySelector('button')?.click());
  return [...drawn.node.querySelectorAll('li')].map(line => line.textContent);
}

describe('the test of a rule', () => {
  it('says what became of each message', async () => {
    const results = [{ recipient: 'ada@x.org', sent: false, sentence: 'The mail server does not answer.' }];
    expect(await press({ 'POST notifications/test': { results } })).toEqual([
      'ada@x.org: The mail server does not answer.'
    ]);
  });

  it('says why it was refused', async () => {
    expect(await press({})).toEqual(['There is no such thing.']);
  });
});
