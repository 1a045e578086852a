import { ServerConnection } from '@jupyterlab/services';
import { expect, it } from 'vitest';
import { createClient } from '.';

const CONNECTIONS = [
  { connection_id: 'db', number: 1, password: '***' },
  { connection_id: 'db', number: 2, password: null },
  { connection_id: 'web', number: 1, password: null }
];

it('several connections with one id are offered once', async () => {
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://127.0.0.1:1/',
    fetch: async (info, init) =>
      Response.json(
        new Request(info, init).url.includes('/variables')
          ? { variables: [{ key: 'region' }], total_entries: 1 }
          : { connections: CONNECTIONS, total_entries: 3 }
      ),
    token: ''
  });
  expect(await createClient(settings).secrets.names()).toEqual([
    'variable:region',
    'connection:db.password',
    'connection:db',
    'connection:web'
  ]);
});
