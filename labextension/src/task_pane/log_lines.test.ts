import { describe, expect, it } from 'vitest';
import examples from './log_levels.json';
import { levelOf, linesOf } from './log_lines';

describe('log lines', () => {
  it('know their level', () => {
    expect(levelOf('2026-03-01 09:00:00 WARNING slow')).toBe('warning');
    expect(levelOf('[2026-03-01, 09:00:00] {task.py:3} INFO - fine')).toBe('info');
    expect(levelOf('ERROR: no')).toBe('error');
    expect(levelOf('there is INFORMATION here')).toBeNull();
  });

  it('colour a traceback whole, and nothing after it', () => {
    const levels = linesOf(
      'before\nTraceback (most recent call last):\n  File "x", line 1\n    1/0\nZeroDivisionError: division by zero\nafter'
    ).map(line => line.level);
    expect(levels).toEqual([null, 'error', 'error', 'error', 'error', null]);
  });

  it('have the levels that the server searches by', () => {
    const text = examples.map(([line]) => line).join('\n');
    expect(linesOf(text).map(line => line.level)).toEqual(examples.map(([, level]) => level));
  });

  it('know where they begin in the file, in bytes', () => {
    expect(linesOf('a\nbc\n\r\nd', 10).map(line => line.at)).toEqual([10, 12, 15, 17]);
    expect(linesOf('ä\n\u001b[31m€\n𝄞').map(line => line.at)).toEqual([0, 3, 12]);
  });

  it('drop colours and keep what a progress bar shows last', () => {
    expect(linesOf('\u001b[31mred\u001b[0m\n 1%\r 50%\r 100%').map(line => line.text)).toEqual(['red', ' 100%']);
  });
});
