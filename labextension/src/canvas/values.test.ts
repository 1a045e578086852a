import { describe, expect, it } from 'vitest';
import type { ICanvasArgument } from '../api';
import { parseDuration, writeDuration } from './durations';
import { draftOf, isProblem, valueOf, type Form } from './values';

const argument = (kind: ICanvasArgument['value']['kind'], code: string, value: unknown = null): ICanvasArgument => ({
  name: 'x',
  line: 1,
  value: { kind, code, value: value as never }
});

describe('durations', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['5m', 300],
    ['1h 30m', 5400],
    ['2D', 172800],
    ['1.5h', 5400]
  ])('%s are %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', 'soon', '5 apples', '1h soon', '-5m'])('"%s" is none', text => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([0, 1, 59, 60, 5400, 90061, 172800])('%d comes back', seconds => {
    expect(parseDuration(writeDuration(seconds))).toBe(seconds);
  });
});

describe('drafts', () => {
  it.each<[Form, ICanvasArgument, string, boolean]>([
    ['string', argument('string', "'a'", 'a'), 'a', false],
    ['string', argument('expression', 'a + b'), 'a + b', true],
    ['number', argument('number', '3', 3), '3', false],
    ['number', argument('name', 'LIMIT'), 'LIMIT', true],
    ['boolean', argument('boolean', 'False', false), 'false', false],
    ['duration', argument('duration', 'timedelta(minutes=5)', 300), '5m', false],
    ['duration', argument('number', '60', 60), '1m', false],
    ['json', argument('json', '[1]', [1]), '[\n  1\n]', false],
    ['function', argument('name', 'load'), 'load', false],
    ['function', argument('expression', 'lambda: 1'), 'lambda: 1', true],
    ['text', argument('none', 'None'), 'None', true]
  ])('of a %s', (form, given, text, isExpression) => {
    expect(draftOf(form, given)).toEqual({ text, isExpression });
  });

  it.each<[Form, ICanvasArgument]>([
    ['string', argument('string', "'a'", 'a')],
    ['number', argument('number', '3', 3)],
    ['boolean', argument('boolean', 'True', true)],
    ['duration', argument('duration', '', 5400)],
    ['json', argument('json', '', { a: [1, null] })],
    ['choice', argument('string', '', 'all_done')]
  ])('of a %s go back as they came', (form, given) => {
    const { kind, value } = given.value;
    expect(valueOf(form, draftOf(form, given))).toMatchObject({ kind, value });
  });

  it('say what is wrong with a text', () => {
    expect(valueOf('number', { text: 'many', isExpression: false })).toBe('number');
    expect(valueOf('json', { text: '{', isExpression: false })).toBe('json');
    expect(valueOf('json', { text: '3', isExpression: false })).toBe('json');
    expect(valueOf('duration', { text: 'soon', isExpression: false })).toBe('duration');
  });

  it('that are empty give nothing', () => {
    const forms: Form[] = ['string', 'text', 'number', 'boolean', 'duration', 'json', 'choice', 'function', 'expression'];
    for (const form of forms) {
      const value = valueOf(form, { text: '', isExpression: false });
      expect(value).toBeNull();
      expect(isProblem(value)).toBe(false);
    }
  });
});
