/** What the form of a connection asks for, by its type: our own hooks' types, those that installed providers describe. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IProvidedType } from '../api';

export type FieldName = 'host' | 'port' | 'schema' | 'login' | 'password';
export const FIELDS: readonly FieldName[] = ['host', 'port', 'schema', 'login', 'password'];

/** A value in the extra that has a field of its own. */
export interface IExtraField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'secret' | 'number' | 'switch' | 'lines';
  readonly hint?: string;
}

export interface IConnectionType {
  readonly id: string;
  readonly label: string;
  readonly hidden: readonly FieldName[];
  readonly labels: Readonly<Partial<Record<FieldName, string>>>;
  readonly placeholders: Readonly<Partial<Record<FieldName | 'extra', string>>>;
  readonly extras: readonly IExtraField[];
}

/** All types, by label. What a provider says of a type goes before what we know of it. */
export function connectionTypes(provided: readonly IProvidedType[], trans: TranslationBundle): IConnectionType[] {
  const own = [...databases(trans), ...servers(trans), ...messages(trans)];
  const theirs = provided.map(fromProvider);
  const found = new Map([...own, ...theirs].map(type => [type.id, type]));
  return [...found.values()].sort((a, b) => a.label.localeCompare(b.label));
}

/** The one with this id; one that nobody describes has all fields. */
export function typeOf(id: string, types: readonly IConnectionType[]): IConnectionType {
  return types.find(type => type.id === id) ?? made(id, id);
}

function made(id: string, label: string, more: Partial<IConnectionType> = {}): IConnectionType {
  return { id, label, hidden: [], labels: {}, placeholders: {}, extras: [], ...more };
}

function fromProvider(type: IProvidedType): IConnectionType {
  return made(type.conn_type, type.label, {
    hidden: FIELDS.filter(name => type.hidden_fields.includes(name)),
    labels: type.labels,
    placeholders: type.placeholders,
    extras: type.extra_fields.map(({ description, ...field }) => ({ ...field, ...(description && { hint: description }) }))
  });
}

function databases(trans: TranslationBundle): IConnectionType[] {
  const labels = { schema: trans.__('Database') };
  const server = (id: string, label: string, port: string): IConnectionType =>
    made(id, label, { labels, placeholders: { host: 'db.example.org', port } });
  const dialect = { name: 'dialect', kind: 'text' as const, label: trans.__('Dialect of SQLAlchemy') };
  return [
    server('postgres', trans.__('PostgreSQL'), '5432'),
    server('mysql', trans.__('MySQL'), '3306'),
    server('mariadb', trans.__('MariaDB'), '3306'),
    server('mssql', trans.__('Microsoft SQL Server'), '1433'),
    server('oracle', trans.__('Oracle'), '1521'),
    made('sqlite', trans.__('SQLite'), {
      hidden: ['port', 'schema', 'login', 'password'],
      labels: { host: trans.__('File') },
      placeholders: { host: '/data/shop.db' }
    }),
    made('generic', trans.__('Another database (SQLAlchemy)'), { labels, extras: [dialect] })
  ];
}

function servers(trans: TranslationBundle): IConnectionType[] {
  const web = {
    labels: { host: trans.__('Address'), schema: trans.__('http or https') },
    placeholders: { host: 'https://api.example.org', extra: '{"X-Team": "data", "timeout": 30}' }
  };
  return [
    made('http', trans.__('HTTP'), web),
    made('ssh', trans.__('SSH'), {
      hidden: ['schema'],
      placeholders: { host: 'machine.example.org', port: '22' },
      extras: [
        { name: 'key_file', kind: 'text', label: trans.__('File with the private key') },
        { name: 'private_key', kind: 'lines', label: trans.__('Private key') },
        { name: 'private_key_passphrase', kind: 'secret', label: trans.__('Passphrase of the private key') },
        { name: 'host_key', kind: 'text', label: trans.__("The server's public key"), hint: trans.__('Only this server is trusted.') },
        { name: 'conn_timeout', kind: 'number', label: trans.__('Seconds to log in') }
      ]
    }),
    made('fs', trans.__('Folder'), {
      hidden: ['host', 'port', 'schema', 'login', 'password'],
      extras: [{ name: 'path', kind: 'text', label: trans.__('Path') }]
    })
  ];
}

function messages(trans: TranslationBundle): IConnectionType[] {
  return [
    made('smtp', trans.__('Mail server (SMTP)'), {
      hidden: ['schema'],
      placeholders: { host: 'mail.example.org', port: '587' },
      extras: [
        { name: 'from', kind: 'text', label: trans.__('Sender') },
        { name: 'security', kind: 'text', label: trans.__('Encryption'), hint: trans.__('starttls, ssl or none.') },
        { name: 'ca_file', kind: 'text', label: trans.__('File with further certificates to trust') }
      ]
    }),
    made('slack', trans.__('Slack'), {
      hidden: ['port', 'schema', 'login'],
      labels: { host: trans.__('Address'), password: trans.__('Token, or the secret end of the address') },
      placeholders: { host: 'https://hooks.slack.com/services' }
    }),
    made('webhook', trans.__('Webhook'), {
      hidden: ['login'],
      labels: { host: trans.__('Address'), schema: trans.__('http or https'), password: trans.__('Key that signs messages') },
      extras: [{ name: 'url', kind: 'secret', label: trans.__('Address that is secret as a whole') }]
    })
  ];
}
