import { describe, expect, it } from 'vitest';
import { durationText, relativeTime, secondsBetween } from './time';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('relative times', () => {
  it.each([
    ['2026-03-01T12:00:30Z', 'in 30 sec.'],
    ['2026-03-01T11:55:00Z', '5 min. ago'],
    ['2026-03-01T15:10:00Z', 'in 3 hr.'],
    ['2026-03-02T12:00:00Z', 'tomorrow'],
    ['2026-03-01T12:00:00Z', 'now'],
    ['2025-03-01T12:00:00Z', 'last yr.']
  ])('%s is %s', (iso, text) => {
    expect(relativeTime(iso, NOW, 'en')).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0.04, '0.0 s'],
    [3.25, '3.3 s'],
    [59.9, '59 s'],
    [61, '1 min 01 s'],
    [3600, '1 h 00 min'],
    [100000, '1 d 3 h']
  ])('%d seconds are %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });

  it('end now while there is no end, and are never negative', () => {
    expect(secondsBetween('2026-03-01T11:59:50Z', null, NOW)).toBe(10);
    expect(secondsBetween('2026-03-01T12:00:05Z', null, NOW)).toBe(0);
  });
});
