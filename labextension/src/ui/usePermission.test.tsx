import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { ActionButton } from './ActionButton';
import { CommandButton } from './CommandButton';
import { dagsOf, learnRights, permitted } from './permissions';

const ADA = {
  username: 'ada',
  roles: ['Viewer', 'Sales'],
  permissions: ['runs:read', 'bricks:edit'],
  dags: { shop: 'edit', mail: 'read' },
  dag_permissions: { read: ['dags:read', 'runs:read'], edit: ['dags:read', 'runs:read', 'runs:edit', 'runs:trigger'] }
};
const ANSWERS = { 'GET users/me': ADA };

describe('what a person may not do', () => {
  it('cannot be pressed, and says why', async () => {
    const couture = testCouture(ANSWERS);
    const done: string[] = [];
    couture.commands.addCommand('couture:test', { label: 'Test', execute: () => void done.push('command') });
    const { node, act } = await draw(
      <>
        <ActionButton label="Delete" needs="variables:edit" onClick={() => done.push('deleted')} />
        <ActionButton label="Write" needs="bricks:edit" onClick={() => done.push('written')} />
        <CommandButton command="couture:test" needs="pools:edit" />
      </>,
      couture
    );
    const buttons = [...node.querySelectorAll('button')];
    expect(buttons.map(button => button.getAttribute('aria-disabled'))).toEqual(['true', 'false', 'true']);
    expect(buttons[0].title).toContain('Viewer, Sales, lacks the permission variables:edit.');
    for (const button of buttons) {
      await act(() => button.click());
    }
    expect(done).toEqual(['written']);
    expect(couture.asked.filter(each => each === 'GET users/me')).toHaveLength(1);
  });

  it('is another for each DAG', async () => {
    const couture = testCouture(ANSWERS);
    const { node } = await draw(
      <>
        {['shop', 'mail', 'other'].map(dagId => (
          <ActionButton key={dagId} label={dagId} needs="runs:edit" dagId={dagId} />
        ))}
        <ActionButton label="any" needs="runs:edit" />
      </>,
      couture
    );
    const buttons = [...node.querySelectorAll('button')];
    expect(buttons.map(button => button.getAttribute('aria-disabled'))).toEqual(['false', 'true', 'true', 'false']);
    expect(buttons[1].title).toContain('lacks the permission runs:edit for the DAG mail.');
  });

  it('is a command that is disabled, in menus with a word, until when it is another DAG', async () => {
    const couture = testCouture(ANSWERS);
    const options = { label: 'Clear…', caption: 'Run again', execute: () => undefined };
    couture.commands.addCommand('couture:test', permitted(couture, 'runs:edit', options));
    const { node, act } = await draw(<CommandButton command="couture:test" args={{ dagId: 'mail' }} />, couture);
    await act(() => learnRights(couture));
    const button = node.querySelector('button')!;
    expect([button.textContent, button.getAttribute('aria-disabled')]).toEqual(['Clear…', 'true']);
    expect(button.title).toContain('runs:edit for the DAG mail');
    expect(couture.commands.label('couture:test', { dagId: 'mail', isMenu: true })).toBe('Clear… (not permitted)');
    expect(couture.commands.isEnabled('couture:test', { dagId: 'shop' })).toBe(true);
    expect(couture.commands.caption('couture:test', { dagId: 'shop' })).toBe('Run again');
  });

  it('is left to the server while nobody knows who asks', async () => {
    const { node } = await draw(<ActionButton label="Delete" needs="variables:edit" />, testCouture());
    expect(node.querySelector('button')!.getAttribute('aria-disabled')).toBe('false');
  });
});

it('finds the DAGs in the arguments of any command', () => {
  expect(dagsOf({ dagId: 'a' })).toEqual(['a']);
  expect(dagsOf({ dagIds: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(dagsOf({ runs: [{ dag_id: 'a', dag_run_id: '1' }], tasks: [{ dag_id: 'b' }] })).toEqual(['a', 'b']);
  expect(dagsOf({ path: 'a.py' })).toEqual([]);
});
