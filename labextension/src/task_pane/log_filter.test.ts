import { describe, expect, it } from 'vitest';
import { ofLevel, placeOf, withoutTime } from './log_filter';
import { linesOf } from './log_lines';

const LOG = `[2026-03-01 09:00:00,123] {couture.task} INFO - begins
printed
[2026-03-01 09:00:01,123] {x} WARNING - rows are missing:
    row 1
    row 2
[2026-03-01 09:00:02,123] {x} DEBUG - done
[2026-03-01 09:00:03,123] {x} ERROR - failed
Traceback (most recent call last):
  File "a.py", line 1, in <module>
ValueError: no
printed after it`;

const lines = linesOf(LOG);
const texts = (least: Parameters<typeof ofLevel>[1]): string[] => ofLevel(lines, least).map(line => withoutTime(line.text));

describe('the lines of a log by level', () => {
  it('keep the lines that belong to their record', () => {
    expect(texts('error')).toEqual([
      '{x} ERROR - failed',
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in <module>',
      'ValueError: no'
    ]);
    expect(texts('warning').slice(0, 3)).toEqual(['{x} WARNING - rows are missing:', '    row 1', '    row 2']);
  });

  it('count what was printed as information', () => {
    expect(texts('info')).toContain('printed');
    expect(texts('info')).not.toContain('{x} DEBUG - done');
    expect(ofLevel(lines, 'debug')).toBe(lines);
  });

  it('are found by their places in the log', () => {
    const at = LOG.indexOf('    row 2');
    expect(lines[placeOf(lines, at, 'row')!].text).toBe('    row 2');
    // Bytes that are no text take more room here than in the file.
    expect(lines[placeOf(lines, at - 3, 'row 2')!].text).toBe('    row 2');
    expect(placeOf(lines, 5, 'nowhere')).toBeUndefined();
    expect(placeOf(lines, LOG.length + 1, ''), 'not loaded').toBeUndefined();
  });

  it('can be shown without their times', () => {
    expect(withoutTime('[2026-03-01T09:00:00.123+00:00] x')).toBe('x');
    expect(withoutTime('[1, 2] x')).toBe('[1, 2] x');
  });
});
