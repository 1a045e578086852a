import { describe, expect, it } from 'vitest';
import { newName } from './names';

const TAKEN = new Set(['etl.py', 'team/etl.py']);

describe('names of new DAG files', () => {
  it('give a path and a DAG id', () => {
    expect(newName(' team/daily_orders ', TAKEN)).toEqual({
      path: 'team/daily_orders.py',
      dagId: 'daily_orders',
      problem: null
    });
    expect(newName('orders.v2.py', TAKEN)).toEqual({ path: 'orders.v2.py', dagId: 'orders.v2', problem: null });
  });

  it.each([
    ['', 'empty'],
    ['.py', 'empty'],
    ['my dag', 'characters'],
    ['käse!', 'characters'],
    ['/etc/x', 'outside'],
    ['../x', 'outside'],
    ['a//b', 'outside'],
    ['a\\b', 'outside'],
    ['.secret/x', 'hidden'],
    ['etl', 'taken'],
    ['team/etl.py', 'taken'],
    ['x'.repeat(251), 'long']
  ])('%s: %s', (typed, problem) => {
    expect(newName(typed, TAKEN).problem).toBe(problem);
  });
});
