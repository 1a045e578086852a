/** A connection while it is edited: text in every field. Secrets are never in it but where they were just typed. */
import type { IConnection, IConnectionForm } from '../api';
import { HIDDEN } from '../ui';

export interface IDraft {
  id: string;
  type: string;
  description: string;
  host: string;
  port: string;
  schema: string;
  login: string;
  /** `***`: the stored one stays. */
  password: string;
  /** A JSON object as text; `***` in it stays what is stored. */
  extra: string;
}

export const EMPTY: IDraft = {
  id: '',
  type: 'postgres',
  description: '',
  host: '',
  port: '',
  schema: '',
  login: '',
  password: '',
  extra: ''
};

export function draftOf(connection: IConnection): IDraft {
  return {
    id: connection.connection_id,
    type: connection.conn_type,
    description: connection.description ?? '',
    host: connection.host ?? '',
    port: connection.port === null ? '' : String(connection.port),
    schema: connection.schema ?? '',
    login: connection.login ?? '',
    password: connection.password ?? '',
    extra: connection.extra ? JSON.stringify(JSON.parse(connection.extra), null, 2) : ''
  };
}

/** A copy under another id: what is hidden cannot be copied. */
export function copyOf(connection: IConnection): IDraft {
  const draft = draftOf(connection);
  const extra = connection.extra ? withoutHidden(JSON.parse(connection.extra)) : '';
  return { ...draft, id: `${draft.id}_copy`, host: withoutSecret(draft.host), password: '', extra: extra === '' ? '' : JSON.stringify(extra, null, 2) };
}

/** Whether a copy lacks something. */
export function hasHidden(connection: IConnection): boolean {
  const { password, host, extra } = connection;
  return password !== null || (host ?? '').includes(HIDDEN) || (extra ?? '').includes(HIDDEN);
}

export function formOf(draft: IDraft): IConnectionForm {
  const text = (value: string): string | null => value.trim() || null;
  return {
    connection_id: draft.id.trim(),
    conn_type: draft.type.trim(),
    description: text(draft.description),
    host: text(draft.host),
    port: draft.port.trim() === '' ? null : Number(draft.port),
    schema: text(draft.schema),
    login: text(draft.login),
    password: draft.password || null,
    extra: text(draft.extra),
    another: false
  };
}

/** What of a form can be changed. */
export function changeOf(form: IConnectionForm): Omit<IConnectionForm, 'connection_id' | 'another'> {
  const { conn_type, description, host, port, schema, login, password, extra } = form;
  return { conn_type, description, host, port, schema, login, password, extra };
}

/** The extra as an object; null while it is none. */
export function extraOf(draft: IDraft): Record<string, unknown> | null {
  if (draft.extra.trim() === '') {
    return {};
  }
  try {
    const found: unknown = JSON.parse(draft.extra);
    return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The extra with one value changed; an empty one is taken out. */
export function withExtra(draft: IDraft, name: string, value: unknown): IDraft {
  const extra = { ...extraOf(draft) };
  if (value === '' || value === null || value === undefined) {
    delete extra[name];
  } else {
    extra[name] = value;
  }
  return { ...draft, extra: Object.keys(extra).length === 0 ? '' : JSON.stringify(extra, null, 2) };
}

/** What is wrong with the draft before it is sent, by field. */
export function problemsOf(draft: IDraft): { port: boolean; extra: boolean } {
  return { port: !/^\s*(\d{1,5})?\s*$/.test(draft.port) || Number(draft.port) > 65535, extra: extraOf(draft) === null };
}

function withoutHidden(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutHidden);
  }
  if (value !== null && typeof value === 'object') {
    const kept = Object.entries(value).filter(([, each]) => each !== HIDDEN);
    return Object.fromEntries(kept.map(([name, each]) => [name, withoutHidden(each)]));
  }
  return typeof value === 'string' ? withoutSecret(value) : value;
}

/** An address without what is hidden in it. */
function withoutSecret(text: string): string {
  return text.replaceAll(`:${HIDDEN}@`, '@').replaceAll(HIDDEN, '');
}
