import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { ActionButton } from './ActionButton';
import { CommandButton } from './CommandButton';

const USER = { user: 'ada', role: 'User', permissions: ['runs:trigger'], workspace: '/', root_prefix: '' };

describe('what a person may not do', () => {
  it('cannot be pressed, and says why', async () => {
    const couture = testCouture({ 'GET workspace': USER });
    const done: string[] = [];
    couture.commands.addCommand('couture:test', { label: 'Test', execute: () => void done.push('command') });
    const { node, act } = await draw(
      <>
        <ActionButton label="Delete" needs="variables:edit" onClick={() => done.push('deleted')} />
        <ActionButton label="Run" needs="runs:trigger" onClick={() => done.push('run')} />
        <CommandButton command="couture:test" needs="pools:edit" />
      </>,
      couture
    );
    const buttons = [...node.querySelectorAll('button')];
    expect(buttons.map(button => button.getAttribute('aria-disabled'))).toEqual(['true', 'false', 'true']);
    expect(buttons[0].title).toContain('User, lacks the permission variables:edit');
    for (const button of buttons) {
      await act(() => button.click());
    }
    expect(done).toEqual(['run']);
    expect(couture.asked.filter(each => each === 'GET workspace')).toHaveLength(1);
  });

  it('is left to the server while nobody knows who asks', async () => {
    const { node } = await draw(<ActionButton label="Delete" needs="variables:edit" />, testCouture());
    expect(node.querySelector('button')!.getAttribute('aria-disabled')).toBe('false');
  });
});
