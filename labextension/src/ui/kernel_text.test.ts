import { describe, expect, it } from 'vitest';
import { clockText, memoryText } from './kernel_text';

describe('what is said of a kept kernel', () => {
  it('names its memory', () => {
    expect([memoryText(null), memoryText(23_000_000), memoryText(1.2 * 1024 ** 3)]).toEqual(['', '22 MB', '1.2 GB']);
  });

  it('names the day when it is kept beyond midnight', () => {
    const now = new Date(2026, 10, 21, 23, 50);
    expect(clockText(new Date(2026, 10, 21, 23, 55).toISOString(), now)).toMatch(/55/);
    expect(clockText(new Date(2026, 10, 22, 0, 5).toISOString(), now)).toMatch(/22/);
  });
});
