import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { bodyOf, configuration, formOf, objectIn, switched } from './form';
import { paramsOf } from './params';
import { EMPTY_RUN } from './RunFields';

const trans = nullTranslator.load('couture_jupyter');
const params = paramsOf({ n: { schema: { type: 'integer' } }, c: { schema: { type: 'string' }, value: 'FI' } });

describe('the form and the JSON editor', () => {
  it('hold the same', () => {
    const json = switched(params, formOf(params, { n: 3, more: true }), trans);
    expect(objectIn(json.json ?? '')).toEqual({ n: 3, c: 'FI', more: true });
    const back = switched(params, { ...json, json: '{"n": 4, "other": [1]}' }, trans);
    expect(configuration(params, back, trans).conf).toEqual({ n: 4, c: 'FI', other: [1] });
  });

  it('lose nothing that is half written', () => {
    const form = formOf(params, {});
    const typed = { ...form, drafts: { ...form.drafts, n: { text: '12x', isNull: false } } };
    const there = switched(params, typed, trans);
    expect(there.json).not.toContain('12x');
    expect(switched(params, there, trans).drafts.n.text).toBe('12x');
    const broken = { ...there, json: '{' };
    expect(switched(params, broken, trans)).toBe(broken);
    expect(configuration(params, broken, trans).problems).toHaveProperty('conf');
  });
});

describe('the request', () => {
  it('has dates as instants of the zone', () => {
    const run = { ...EMPTY_RUN, logicalDate: '2026-03-01T09:00', note: ' why ', runId: 'mine' };
    const { body, problems } = bodyOf({}, run, 'Europe/Helsinki', trans);
    expect(problems).toEqual({});
    expect(body).toMatchObject({ logical_date: '2026-03-01T07:00:00.000Z', note: 'why', dag_run_id: 'mine' });
  });

  it('has both ends of the data interval, or none', () => {
    const run = { ...EMPTY_RUN, intervalStart: '2026-03-01T09:00' };
    expect(Object.keys(bodyOf({}, run, 'UTC', trans).problems)).toEqual(['data_interval_end']);
  });
});
