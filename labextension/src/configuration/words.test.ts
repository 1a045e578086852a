import { describe, expect, it } from 'vitest';
import type { IInstallationOption } from '../api';
import { bySection, isFound } from './words';

const option = (name: string, section: string): IInstallationOption => ({
  name,
  section,
  value: '32',
  default: '32',
  origin: 'default',
  meaning: 'How many tasks may run at once.'
});

describe('settings', () => {
  it('are found by name, environment variable, value and meaning', () => {
    const parallelism = option('parallelism', 'engine');
    for (const text of ['', 'PARALLEL', 'couture_parallelism', '32', 'tasks once']) {
      expect(isFound(parallelism, text)).toBe(true);
    }
    expect(isFound(parallelism, 'tasks never')).toBe(false);
  });

  it('stand in their sections', () => {
    const sections = bySection([option('a', 'x'), option('b', 'y'), option('c', 'x')]);
    expect(sections.map(([name, all]) => [name, all.map(each => each.name)])).toEqual([
      ['x', ['a', 'c']],
      ['y', ['b']]
    ]);
  });
});
