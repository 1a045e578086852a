import { describe, expect, it } from 'vitest';
import { spanBetween } from './difference';

describe('the span in which two texts differ', () => {
  it.each([
    ['same', 'same'],
    ['', 'new'],
    ['old', ''],
    ['a = 1\nb = 2\n', 'a = 1\nb = 3\n'],
    ['aaa', 'aaaa'],
    ['abab', 'ab'],
    ['one two', 'one new two']
  ])('leads from %j to %j', (before, after) => {
    const span = spanBetween(before, after);
    const made = span ? before.slice(0, span.from) + span.insert + before.slice(span.to) : before;
    expect(made).toBe(after);
    expect(span === null).toBe(before === after);
  });

  it('is no longer than it must be', () => {
    expect(spanBetween('a = 1\nb = 2\nc = 3\n', 'a = 1\nb = 20\nc = 3\n')).toEqual({ from: 11, to: 11, insert: '0' });
  });
});
