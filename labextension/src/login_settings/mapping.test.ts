import { describe, expect, it } from 'vitest';
import { mappingOf, textOf } from './mapping';

describe('roles that groups give', () => {
  it('are lines of text', () => {
    const mapping = { 'cn=admins,dc=x': ['Admin'], 'cn=a: b,dc=x': ['User', 'night shift'] };
    expect(textOf(mapping)).toBe('cn=admins,dc=x: Admin\ncn=a: b,dc=x: User, night shift');
    expect(mappingOf(`\n ${textOf(mapping)} \n\n`)).toEqual({ mapping, wrong: null });
  });

  it('are put together for a group that stands there twice', () => {
    expect(mappingOf('cn=x: User\ncn=x: Op').mapping).toEqual({ 'cn=x': ['User', 'Op'] });
  });

  it('say which line is none', () => {
    expect(mappingOf('cn=x: User\ncn=y').wrong).toBe('cn=y');
    expect(mappingOf('cn=x: ,').wrong).toBe('cn=x: ,');
    expect(mappingOf(': User').wrong).toBe(': User');
  });
});
