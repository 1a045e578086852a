import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { EMPTY } from './draft';
import { TestButton } from './TestButton';

const DRAFT = { ...EMPTY, id: 'web', type: 'http', host: 'example.org' };

describe('the test of a connection', () => {
  it('tells what the other system said', async () => {
    const couture = testCouture({ 'POST connections/test': { status: true, message: 'The server answers.' } });
    const { node, act } = await draw(<TestButton draft={DRAFT} number={1} mayTest because={null} />, couture);
    await act(() => node.querySelector('button')!.click());
    expect(node.querySelector('[role="status"]')!.textContent).toContain('The server answers.');
    expect(node.querySelector('.couture-mod-success')).not.toBeNull();
  });

  it('tells what went wrong at its place', async () => {
    const { node, act } = await draw(<TestButton draft={DRAFT} number={1} mayTest because={null} />, testCouture());
    await act(() => node.querySelector('button')!.click());
    expect(node.querySelector('[role="status"]')!.textContent).toContain('There is no such thing.');
    expect(node.querySelector('.couture-mod-failed')).not.toBeNull();
  });

  it('cannot be asked for where it is not allowed, and says who could', async () => {
    const couture = testCouture();
    const { node, act } = await draw(<TestButton draft={DRAFT} number={1} mayTest={false} because={null} />, couture);
    await act(() => node.querySelector('button')!.click());
    expect(node.textContent).toContain('set test_connection');
    expect(couture.asked).not.toContain('POST connections/test');
  });
});
