/** A connection written as a URI, as Airflow writes it: `type://login:password@host:port/schema?extra`. */
import type { IDraft } from './draft';

const URI = /^([A-Za-z][\w+.-]*):\/\/(?:([^@/?#]*)@)?([^:/?#[\]]*|\[[^\]]*\])(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/;

/** What the URI says; null for what is none. The id stays. */
export function fromUri(text: string, draft: IDraft): IDraft | null {
  const found = URI.exec(text.trim());
  if (!found) {
    return null;
  }
  const [, type, who = '', host, port = '', schema = '', query = ''] = found;
  const colon = who.indexOf(':');
  const login = colon < 0 ? who : who.slice(0, colon);
  const password = colon < 0 ? '' : who.slice(colon + 1);
  try {
    return {
      ...draft,
      type: type.toLowerCase().replaceAll('-', '_'),
      host: decodeURIComponent(host.replace(/^\[|\]$/g, '')),
      port,
      schema: decodeURIComponent(schema),
      login: decodeURIComponent(login),
      password: decodeURIComponent(password),
      extra: extraOf(query)
    };
  } catch {
    return null; // A % that quotes nothing.
  }
}

function extraOf(query: string): string {
  const values = new URLSearchParams(query);
  const whole = values.get('__extra__');
  const extra: unknown = whole ? JSON.parse(whole) : Object.fromEntries(values);
  return query === '' ? '' : JSON.stringify(extra, null, 2);
}
