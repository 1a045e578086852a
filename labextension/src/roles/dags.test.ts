import { describe, expect, it } from 'vitest';
import { dagsOf, textOf } from './dags';

describe('rights on single DAGs', () => {
  it('come back from their text', () => {
    const dags = { sales: 'edit', wages: 'read' } as const;
    expect(textOf(dags)).toBe('edit sales\nread wages');
    expect(dagsOf(textOf(dags))).toEqual({ dags, wrong: null });
  });

  it('leave empty lines out and name the first line that is none', () => {
    expect(dagsOf('\n  read   a.b-c \n\n')).toEqual({ dags: { 'a.b-c': 'read' }, wrong: null });
    expect(dagsOf('read a\nwrite b\nedit').wrong).toBe('write b');
  });
});
