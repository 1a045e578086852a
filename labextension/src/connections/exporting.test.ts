import { describe, expect, it } from 'vitest';
import type { IConnection } from '../api';
import { exportText } from './exporting';

const FIELDS = { conn_type: 'ssh', description: null, login: null, schema: null, port: 22, password: '***', extra: null };
const CHANGED = { updated_at: null, updated_by: 'ada' };

describe('an export of connections', () => {
  it('has several with one id in a list', () => {
    const connections: IConnection[] = [
      { connection_id: 'a', number: 1, host: 'one', ...FIELDS, ...CHANGED },
      { connection_id: 'a', number: 2, host: 'two', ...FIELDS, ...CHANGED },
      { connection_id: 'b', number: 1, host: 'three', ...FIELDS, ...CHANGED }
    ];
    expect(JSON.parse(exportText(connections))).toEqual({
      a: [
        { host: 'one', ...FIELDS },
        { host: 'two', ...FIELDS }
      ],
      b: { host: 'three', ...FIELDS }
    });
  });
});
