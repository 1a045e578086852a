import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { type IFilterField, paramsOf, valueText } from './fields';

const NOW = new Date('2026-03-02T12:00:00Z');
const trans = nullTranslator.load('couture_jupyter');
const FIELDS: IFilterField[] = [
  { id: 'search', label: 'Search', kind: 'text' },
  { id: 'state', label: 'State', kind: 'several', options: [{ value: 'failed', label: 'Failed' }] },
  { id: 'started', label: 'Started', kind: 'span', param: 'start_date' },
  { id: 'duration', label: 'Duration', kind: 'range', unit: 'seconds' },
  { id: 'shown', label: 'Show', kind: 'toggle', toParams: value => (value ? {} : { paused: false }) }
];

describe('the filters of a list', () => {
  it('become a query with bounds of time', () => {
    const filters = { search: ' x ', state: 'failed,queued', started: 'day', duration: '5..' };
    expect(paramsOf(FIELDS, { filters, orderBy: '' }, NOW)).toEqual({
      search: 'x',
      state: ['failed', 'queued'],
      start_date_gte: '2026-03-01T12:00:00.000Z',
      start_date_lte: '',
      duration_gte: '5',
      duration_lte: '',
      paused: false
    });
  });

  it('ask nothing when they are empty, but for switches that are off', () => {
    expect(paramsOf(FIELDS, { filters: {}, orderBy: '' }, NOW)).toEqual({ paused: false });
    expect(paramsOf(FIELDS, { filters: { shown: 'true' }, orderBy: '' }, NOW)).toEqual({});
  });

  it('are said in words', () => {
    const text = (id: string, value: string): string => {
      const field = FIELDS.find(each => each.id === id)!;
      return valueText(field, value, field.options ?? [], trans);
    };
    expect(text('state', 'failed,odd')).toBe('Failed, odd');
    expect(text('started', 'day')).toBe('Last 24 hours');
    expect(text('duration', '5..10')).toBe('5 seconds to 10 seconds');
    expect(text('duration', '..10')).toBe('up to 10 seconds');
  });
});
