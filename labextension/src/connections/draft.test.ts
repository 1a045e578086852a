import { describe, expect, it } from 'vitest';
import type { IConnection } from '../api';
import { copyOf, draftOf, EMPTY, extraOf, formOf, hasHidden, problemsOf, withExtra } from './draft';
import { fromUri } from './uri';

const STORED: IConnection = {
  connection_id: 'db',
  number: 1,
  conn_type: 'postgres',
  description: null,
  host: 'h',
  login: 'ada',
  schema: 'shop',
  port: 5432,
  password: '***',
  extra: '{"token": "***", "sslmode": "require", "deep": {"secret": "***", "a": 1}}',
  updated_at: '2026-03-01T09:00:00Z',
  updated_by: 'ada'
};

describe('a connection that is edited', () => {
  it('keeps the secrets that were not typed anew', () => {
    const sent = formOf(draftOf(STORED));
    expect(sent).toMatchObject({ connection_id: 'db', port: 5432, password: '***' });
    expect(JSON.parse(sent.extra!)).toEqual(JSON.parse(STORED.extra!));
    expect(formOf({ ...draftOf(STORED), password: '', port: ' ' })).toMatchObject({ password: null, port: null });
  });

  it('is copied without what is hidden', () => {
    const copy = copyOf(STORED);
    expect([copy.id, copy.password]).toEqual(['db_copy', '']);
    expect(JSON.parse(copy.extra)).toEqual({ sslmode: 'require', deep: { a: 1 } });
    expect([hasHidden(STORED), hasHidden({ ...STORED, password: null, extra: null })]).toEqual([true, false]);
  });

  it('has single values of the extra in fields of their own', () => {
    const draft = withExtra(EMPTY, 'timeout', 30);
    expect(extraOf(draft)).toEqual({ timeout: 30 });
    expect(withExtra(draft, 'timeout', '').extra).toBe('');
    expect(extraOf({ ...EMPTY, extra: '[1]' })).toBeNull();
  });

  it('is looked at before it is sent', () => {
    expect(problemsOf({ ...EMPTY, port: '70000', extra: '{' })).toEqual({ port: true, extra: true });
    expect(problemsOf({ ...EMPTY, port: '22' })).toEqual({ port: false, extra: false });
  });
});

describe('a URI', () => {
  it('says all of a connection', () => {
    expect(fromUri('google-cloud-platform://ada:s%2Fe%40c@db.Example:5432/shop?a=1&b=x%20y', EMPTY)).toEqual({
      ...EMPTY,
      type: 'google_cloud_platform',
      login: 'ada',
      password: 's/e@c',
      host: 'db.Example',
      port: '5432',
      schema: 'shop',
      extra: '{\n  "a": "1",\n  "b": "x y"\n}'
    });
    expect(fromUri('http://[::1]:80/?__extra__=%7B%22a%22%3A%20%5B1%5D%7D', EMPTY)).toMatchObject({
      host: '::1',
      port: '80',
      extra: '{\n  "a": [\n    1\n  ]\n}'
    });
  });

  it.each(['', 'no uri', 'http://%', '://host'])('%s is none', text => {
    expect(fromUri(text, EMPTY)).toBeNull();
  });
});

describe('a copy', () => {
  it('has no secret of an address', () => {
    const hidden = { ...STORED, password: null, host: 'http://ada:***@h?token=***&x=1', extra: '{"url": "http://ci:***@m"}' };
    expect(hasHidden(hidden)).toBe(true);
    expect(copyOf(hidden)).toMatchObject({ host: 'http://ada@h?token=&x=1' });
    expect(JSON.parse(copyOf(hidden).extra)).toEqual({ url: 'http://ci@m' });
    expect(hasHidden({ ...STORED, password: null, extra: null })).toBe(false);
  });
});
