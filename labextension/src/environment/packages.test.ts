import { describe, expect, it } from 'vitest';
import { shownPackages } from './EnvironmentView';

describe('packages', () => {
  it('are found however their name is written', () => {
    const packages = { 'typing_extensions': '4', 'jupyter-client': '8', numpy: '2' };
    expect(shownPackages(packages, 'Typing-Ext')).toEqual([['typing_extensions', '4']]);
    expect(shownPackages(packages, ' ')).toHaveLength(3);
    expect(shownPackages(packages, 'x11')).toEqual([]);
  });
});
