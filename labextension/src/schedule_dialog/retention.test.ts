import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { limitOf, retentionSummary } from './RetentionSection';

const trans = nullTranslator.load('couture_jupyter');

describe('a limit', () => {
  it('is a number above nothing, or none', () => {
    expect(limitOf('30', 'runs')).toBe(30);
    expect(limitOf(' 0,5 ', 'days')).toBe(0.5);
    expect(limitOf('', 'runs')).toBeNull();
  });

  it('is refused when it means nothing', () => {
    expect(['0', '-1', '1.5', 'many', 'Infinity'].map(text => limitOf(text, 'runs'))).toEqual([null, null, null, null, null]);
  });

  it('is said in words', () => {
    expect(retentionSummary({ runs: 1, days: 7, megabytes: null }, trans)).toBe('1 run, 7 days');
    expect(retentionSummary({ runs: null, days: null, megabytes: null }, trans)).toContain('setting');
  });
});
