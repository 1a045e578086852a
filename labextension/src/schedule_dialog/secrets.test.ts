import { describe, expect, it } from 'vitest';
import { newRow } from '../parameters/values';
import { emptyForm } from './form';
import { isReference, plainSecrets, rowProblem, rowsOf, secretsOf, withSecretParameter } from './secrets';

describe('secrets', () => {
  it('are named, not given', () => {
    expect(['variable:a', 'connection:db.password', ' connection: x'].every(isReference)).toBe(true);
    expect(['s3cret', 'variable:', 'http://x', ''].some(isReference)).toBe(false);
  });

  it('go to the document and back', () => {
    const rows = [
      { name: ' A ', reference: 'variable:a ' },
      { name: '', reference: '' }
    ];
    expect(secretsOf(rows)).toEqual({ A: 'variable:a' });
    expect(rowsOf({ A: 'variable:a' })).toEqual([{ name: 'A', reference: 'variable:a' }]);
  });

  it('are checked line by line', () => {
    const rows = [
      { name: 'A', reference: 'variable:a' },
      { name: 'A', reference: 'variable:b' },
      { name: '1A', reference: 'variable:b' },
      { name: 'B', reference: 's3cret' },
      { name: '', reference: '' }
    ];
    expect(rows.map(row => rowProblem(row, rows))).toEqual(['twice', 'twice', 'name', 'reference', null]);
  });

  it('are noticed where they are typed as plain values', () => {
    const rows = [
      newRow({ name: 'db_password', type: 'str', text: 'x1', fallback: '', fallbackType: 'str' }),
      newRow({ name: 'token', type: 'str', text: 'variable:a', fallback: '', fallbackType: 'str' }),
      newRow({ name: 'api_key', type: 'str', text: 'same', fallback: 'same', fallbackType: 'str' }),
      newRow({ name: 'region', type: 'str', text: 'FI', fallback: '', fallbackType: 'str' })
    ];
    expect(plainSecrets({ parameters: rows, secret_parameters: ['token'] })).toEqual(['db_password']);
  });

  it('forget what was typed when a parameter becomes secret', () => {
    const row = newRow({ name: 'token', type: 'int', text: '12', fallback: '3', fallbackType: 'int' });
    const values = { ...emptyForm('a.ipynb', 'UTC'), parameters: [row] };
    const secret = withSecretParameter(values, row, true);
    expect(secret.secret_parameters).toEqual(['token']);
    expect(secret.parameters[0]).toMatchObject({ type: 'str', text: '' });
    const again = withSecretParameter({ ...values, ...secret }, secret.parameters[0], false);
    expect(again.secret_parameters).toEqual([]);
    expect(again.parameters[0]).toMatchObject({ type: 'int', text: '3' });
  });
});
