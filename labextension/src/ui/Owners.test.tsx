import { describe, expect, it } from 'vitest';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { Owners } from './Owners';

describe('the owners of a DAG', () => {
  it('are links where their author gave one', async () => {
    const links = { ann: 'https://example.org/ann', team: 'mailto:team@example.org', other: 'https://example.org' };
    const { node } = await draw(<Owners owners={['ann', 'bob', 'team']} links={links} />, testCouture());
    expect(node.textContent).toBe('ann, bob, team');
    const found = [...node.querySelectorAll('a')];
    expect(found.map(each => each.href)).toEqual([links.ann, links.team]);
    expect(found.every(each => each.target === '_blank' && each.rel.includes('noopener'))).toBe(true);
  });

  it('are never links to anything but pages and mail', async () => {
    const { node } = await draw(<Owners owners={['ann']} links={{ ann: 'javascript:alert(1)' }} />, testCouture());
    expect(node.querySelector('a')).toBeNull();
    expect(node.textContent).toBe('ann');
  });
});
