import { expect, it } from 'vitest';
import { beforeOffset, codePlace } from './code_place';

it('counts lines from 1 and columns in characters', () => {
  const text = 'import os\nx = "🚀".up';
  expect(codePlace('a.py', text, text.length)).toEqual({ path: 'a.py', content: text, line: 2, column: 10 });
  expect(codePlace('a.py', text, 0)).toMatchObject({ line: 1, column: 0 });
  expect(codePlace('a.py', text, 10)).toMatchObject({ line: 2, column: 0 });
});

it('finds where a word began', () => {
  expect(beforeOffset('os.pat', 6, 3)).toBe(3);
  expect(beforeOffset('x𝑎𝑏', 5, 2)).toBe(1);
  expect(beforeOffset('ab', 2, 9)).toBe(0);
});
