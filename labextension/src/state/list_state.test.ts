import { describe, expect, it } from 'vitest';
import { argsIn, argsOf, joined, queryOf, rangeOf, rangeText, separated, stateOf, withFilters } from './list_state';

const IDS = ['dagId', 'state', 'runId'];

describe('what a list shows', () => {
  it('comes from arguments and leads back to them', () => {
    const args = { dagId: 'daily', state: 'running,queued' };
    expect(argsOf(stateOf(args, IDS, '-start_date'), '-start_date')).toEqual(args);
    expect(argsOf(stateOf({ orderBy: 'dag_id' }, IDS, '-start_date'), '-start_date')).toEqual({ orderBy: 'dag_id' });
    expect(stateOf({ odd: 'x', state: ['failed', 'a,b'] }, IDS, 'x').filters).toEqual({ state: 'failed,a%2Cb' });
  });

  it('is an address, with whatever ids hold', () => {
    const args = { dagId: 'a&b=c', runId: 'manual__2026-01-01T00:00:00+00:00' };
    expect(argsIn(queryOf(args))).toEqual(args);
  });

  it('forgets filters that are empty', () => {
    const state = withFilters({ filters: { dagId: 'x' }, orderBy: 'a' }, { dagId: '', state: 'failed' });
    expect(state).toEqual({ filters: { state: 'failed' }, orderBy: 'a' });
  });

  it('keeps several values in one text', () => {
    expect(separated(joined(['a,b', 'c%', 'ä']))).toEqual(['a,b', 'c%', 'ä']);
    expect(separated('')).toEqual([]);
    expect(separated('100%')).toEqual(['100%']);
  });

  it('keeps two ends in one text', () => {
    expect(rangeOf(rangeText('1', ''))).toEqual({ from: '1', to: '' });
    expect(rangeText('', '')).toBe('');
  });
});
