import { describe, expect, it } from 'vitest';
import { applied, changesBetween, lineOfOffset, offsetOfLine } from './changes';

const BEFORE = 'from a import b\n\nwith DAG("d"):\n    x = 1\n\n\ny = 2\n';

describe('changes', () => {
  it('are the imports and the brick, nothing between', () => {
    const after = 'from a import b, c\n\nwith DAG("d"):\n    x = 1\n\n    c()\n\n\ny = 2\n';
    const changes = changesBetween(BEFORE, after, 6);
    expect(applied(BEFORE, changes)).toBe(after);
    expect(changes).toHaveLength(2);
    expect(changes[0]).toEqual({ from: 15, to: 15, insert: ', c' });
    expect(changes[1].from).toBeGreaterThan(BEFORE.indexOf('x = 1'));
  });

  it.each([
    ['', 'x = 1\n', 1],
    ['\n\n', 'import a\n\nx = 1\n', 3],
    ['y', 'y\n\nx = 1\n', 3],
    ['a = 1\na = 1\na = 1\n', 'a = 1\n\na = 1\n\na = 1\na = 1\n', 3],
    [BEFORE, BEFORE, 1],
    [BEFORE, `import z\n${BEFORE}`, 1]
  ])('make the new text of %j', (before, after, line) => {
    expect(applied(before, changesBetween(before, after, line))).toBe(after);
  });

  it('finds lines and their beginnings', () => {
    expect(offsetOfLine('a\nbc\n', 2)).toBe(2);
    expect(offsetOfLine('a\nbc', 9)).toBe(4);
    expect(lineOfOffset('a\nbc\n', 3)).toBe(2);
    expect(lineOfOffset('', 0)).toBe(1);
  });
});
