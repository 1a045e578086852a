import { describe, expect, it, vi } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { CommandButton } from './CommandButton';
import { Toggle } from './fields';
import { Pager } from './Pager';
import { StateMark } from './StateMark';
import { Tabs } from './Tabs';

describe('a state mark', () => {
  it('says its state in words, drawn or as its accessible name', async () => {
    const full = await draw(<StateMark state="up_for_retry" />, testCouture());
    expect(full.node.textContent).toBe('Up for retry');
    const small = await draw(<StateMark state="failed" compact />, testCouture());
    expect(small.node.querySelector('[role=img]')?.getAttribute('aria-label')).toBe('Failed');
    const none = await draw(<StateMark state={null} />, testCouture());
    expect(none.node.textContent).toBe('Not started');
  });
});

describe('a command button', () => {
  it('runs its command, and says why it cannot', async () => {
    const couture = testCouture();
    const execute = vi.fn();
    couture.commands.addCommand('test:stop', { label: 'Stop', execute });
    const drawn = await draw(<CommandButton command="test:stop" args={{ dagId: 'a' }} />, couture);
    await drawn.act(() => drawn.node.querySelector('button')?.click());
    expect(execute).toHaveBeenCalledTimes(1);

    const disabled = await draw(<CommandButton command="test:stop" disabledBecause="It has ended." />, couture);
    const button = disabled.node.querySelector('button');
    await disabled.act(() => button?.click());
    expect(execute).toHaveBeenCalledTimes(1);
    expect(button?.getAttribute('aria-disabled')).toBe('true');
    expect(button?.title).toBe('It has ended.');
  });

  it('is not there when nobody provides the command', async () => {
    const drawn = await draw(<CommandButton command="test:none" />, testCouture());
    expect(drawn.node.innerHTML).toBe('');
  });
});

describe('a switch', () => {
  it('asks for the other state', async () => {
    const onChange = vi.fn();
    const drawn = await draw(<Toggle label="On" isOn onChange={onChange} />, testCouture());
    await drawn.act(() => drawn.node.querySelector<HTMLElement>('[role=switch]')?.click());
    expect(onChange).toHaveBeenCalledWith(false);
  });
});

describe('a pager', () => {
  it('says where one is and stops at the ends', async () => {
    const onMove = vi.fn();
    const drawn = await draw(<Pager offset={50} limit={25} total={60} onMove={onMove} />, testCouture());
    expect(drawn.node.textContent).toContain('51–60 of 60');
    const [back, forward] = drawn.node.querySelectorAll('button');
    expect(forward.disabled).toBe(true);
    await drawn.act(() => back.click());
    expect(onMove).toHaveBeenCalledWith(25);
  });
});

describe('tabs', () => {
  it('move with the arrow keys, round the end', async () => {
    const onChange = vi.fn();
    const tabs = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' }
    ];
    const drawn = await draw(
      <Tabs label="Sections" tabs={tabs} current="b" onChange={onChange}>
        content
      </Tabs>,
      testCouture()
    );
    const list = drawn.node.querySelector('[role=tablist]');
    const press = (key: string): Promise<void> =>
      drawn.act(() => list?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
    for (const [key, leadsTo] of [
      ['ArrowRight', 'a'],
      ['ArrowLeft', 'a'],
      ['Home', 'a'],
      ['End', 'b']
    ]) {
      await press(key);
      expect(onChange).toHaveBeenLastCalledWith(leadsTo);
    }
    await press('x');
    expect(onChange).toHaveBeenCalledTimes(4);
  });
});
