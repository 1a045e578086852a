// @vitest-environment jsdom
import '../testing/browser';
import type { ComponentType, ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { lazily } from './lazily';

const Hello = ({ name }: { name: string }): ReactElement => <p>Hello {name}</p>;

describe('a component whose code is fetched when it is drawn', () => {
  it('says that it is on its way, then is there, and is fetched once', async () => {
    let arrive: (component: ComponentType<{ name: string }>) => void = () => undefined;
    let fetched = 0;
    const Lazy = lazily<{ name: string }>(() => {
      fetched += 1;
      return new Promise(resolve => (arrive = resolve));
    });
    const first = await draw(<Lazy name="Ada" />, testCouture());
    expect(first.node.querySelector('[role="status"]')?.textContent).toBe('Loading…');
    await first.act(() => arrive(Hello));
    expect(first.node.textContent).toBe('Hello Ada');
    const second = await draw(<Lazy name="Bo" />, testCouture());
    expect(second.node.textContent).toBe('Hello Bo');
    expect(fetched).toBe(1);
    first.remove();
    second.remove();
  });

  it('says what went wrong, and tries again when asked to', async () => {
    let isThere = false;
    const Lazy = lazily<{ name: string }>(async () => {
      if (!isThere) {
        throw new Error('Loading chunk 7 failed.');
      }
      return Hello;
    });
    const drawn = await draw(<Lazy name="Ada" />, testCouture());
    const alert = drawn.node.querySelector('[role="alert"]');
    expect(alert?.textContent).toContain('Loading chunk 7 failed. If it was updated meanwhile, reload JupyterLab.');
    isThere = true;
    await drawn.act(() => drawn.node.querySelector('button')?.click());
    expect(drawn.node.textContent).toBe('Hello Ada');
    drawn.remove();
  });
});
