import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import type { IDagSummary } from '../api';
import { fitting, whyNot } from './bulk';

const dag = (dag_id: string, values: Partial<IDagSummary>): IDagSummary =>
  ({ dag_id, is_paused: false, is_stale: false, active_runs: 0, ...values }) as IDagSummary;
const DAGS = [dag('on', {}), dag('off', { is_paused: true }), dag('busy', { active_runs: 1 }), dag('gone', { is_stale: true })];
const trans = nullTranslator.load('couture_jupyter');

describe('an action on many DAGs', () => {
  it.each([
    ['pause', ['on', 'busy', 'gone']],
    ['resume', ['off']],
    ['trigger', ['on', 'off', 'busy']],
    ['delete', ['on', 'off', 'gone']]
  ] as const)('%s is for %s', (action, ids) => {
    expect(fitting(action, DAGS).map(each => each.dag_id)).toEqual(ids);
  });

  it('says why it is for none of them', () => {
    expect(whyNot('resume', 0, trans)).toBe('All selected DAGs are on.');
    expect(whyNot('resume', 2, trans)).toBeNull();
  });
});
