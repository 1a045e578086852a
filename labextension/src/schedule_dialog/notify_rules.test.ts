import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { placeProblems } from './checks';
import { newRule, recipientsOf, rulesSummary, withEvent } from './notify_rules';

describe('rules of messages', () => {
  it('have their events in one order; late comes with a time and leaves with it', () => {
    const late = withEvent(newRule(), 'late', true);
    expect(late).toMatchObject({ on: ['failure', 'recovery', 'late'], late_after: 3600 });
    expect(withEvent(late, 'success', true).on).toEqual(['success', 'failure', 'recovery', 'late']);
    expect(withEvent(late, 'late', false)).toMatchObject({ on: ['failure', 'recovery'], late_after: null });
  });

  it('read recipients from what a person types or pastes', () => {
    expect(recipientsOf('ada@x.org, bob@x.org; ada@x.org\ncy@x.org,')).toEqual(['ada@x.org', 'bob@x.org', 'cy@x.org']);
    expect(recipientsOf(' ')).toEqual([]);
  });

  it('are told in one line', () => {
    const trans = nullTranslator.load('couture_jupyter');
    expect(rulesSummary([], trans)).toBe('Nobody');
    expect(rulesSummary([{ ...newRule(), to: ['a', 'b'] }, { ...newRule(), to: ['a'] }], trans)).toBe('2 recipients');
  });

  it('get what the server says at their own fields', () => {
    const { problems, rest } = placeProblems({ 'notify.1.to.0': 'No address.', 'notify.1.to.1': 'Nor this.', notify: 'Too many.' }, []);
    expect(problems).toEqual({ 'notify.1.to': 'No address. Nor this.', notify: 'Too many.' });
    expect(rest).toEqual([]);
  });
});
