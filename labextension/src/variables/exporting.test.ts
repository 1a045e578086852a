import { describe, expect, it } from 'vitest';
import type { IVariable } from '../api';
import { exportText } from './exporting';

const common = { is_encrypted: true, updated_at: null, updated_by: 'ada' };
const VARIABLES: IVariable[] = [
  { key: 'region', value: 'FI', description: 'where', is_hidden: false, ...common },
  { key: 'limits', value: '[1]', description: null, is_hidden: false, ...common },
  { key: 'api_key', value: '***', description: null, is_hidden: true, ...common }
];

describe('an export of variables', () => {
  it('holds no hidden value, and names it only when asked', () => {
    const plain = { region: { value: 'FI', description: 'where' }, limits: '[1]' };
    expect(JSON.parse(exportText(VARIABLES, false))).toEqual(plain);
    expect(JSON.parse(exportText(VARIABLES, true))).toEqual({ ...plain, api_key: '***' });
  });
});
