import { expect, test } from 'vitest';
import { curlLine } from './curl';

test('the line is safe to paste into a shell', () => {
  const line = curlLine("http://host/couture/hooks/it's", 'couture_abc');
  expect(line).toContain(`'http://host/couture/hooks/it'\\''s'`);
  expect(line).toContain(`-H 'Authorization: Bearer couture_abc'`);
});
