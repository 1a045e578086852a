import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { environmentSummary, numberOf } from './EnvironmentSection';

const trans = nullTranslator.load('couture');

describe('environment', () => {
  it('takes numbers above 0', () => {
    expect(['512', ' 0.5 ', '0,5', '0', '-1', 'x', ''].map(text => numberOf(text, 'cpus'))).toEqual([
      512,
      0.5,
      0.5,
      null,
      null,
      null,
      null
    ]);
    expect(numberOf('1.5', 'memory_megabytes')).toBeNull();
  });

  it('is told in words', () => {
    const none = { requirements: null, memory_megabytes: null, cpus: null };
    expect(environmentSummary(none, trans)).toBe('The packages of the kernel, no limits');
    expect(environmentSummary({ requirements: 'r.txt', memory_megabytes: 512, cpus: 1 }, trans)).toBe(
      'r.txt, 512 MB of memory, 1 processor'
    );
  });
});
