import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { fitting, whyNot } from './bulk';

const RUNS = ['queued', 'running', 'success', 'failed'].map(state => ({ state }));
const trans = nullTranslator.load('couture_jupyter');

describe('an action on many runs', () => {
  it.each([
    ['stop', ['queued', 'running']],
    ['retry', ['failed']],
    ['delete', ['success', 'failed']],
    ['success', ['queued', 'running', 'failed']],
    ['failed', ['queued', 'running', 'success']],
    ['clear', ['queued', 'running', 'success', 'failed']]
  ] as const)('%s is for those that are %s', (action, states) => {
    expect(fitting(action, RUNS).map(run => run.state)).toEqual(states);
  });

  it('says why it is for none of them', () => {
    expect(whyNot('retry', 0, trans)).toBe('None of the selected runs has failed.');
    expect(whyNot('retry', 1, trans)).toBeNull();
  });
});
