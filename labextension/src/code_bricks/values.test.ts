import { describe, expect, it } from 'vitest';
import type { IBrickParameter } from '../api';
import { firstValues, isName, linesOfList, listOfLines, nextValues } from './values';

function parameter(name: string, type: IBrickParameter['type'], given: unknown): IBrickParameter {
  return { name, type, default: given, title: '', description: '', choices: [], required: true };
}

describe('the values that a form begins with', () => {
  const brick = { parameters: [parameter('task_id', 'identifier', 'load'), parameter('rows', 'integer', 10)] };

  it('are the defaults', () => {
    expect(firstValues(brick, 'loaded = 1\n')).toEqual({ task_id: 'load', rows: 10 });
    expect(firstValues({ parameters: [parameter('on', 'boolean', null)] }, '')).toEqual({ on: false });
  });

  it.each(['load = 1\n', 'def load():\n', 'def do_load(x):\n', '    load_task = x\n', "x(task_id='load')\n"])(
    'take another name where %j has it',
    source => {
      expect(firstValues(brick, source).task_id).toBe('load_2');
    }
  );

  it('take the next number that is free', () => {
    expect(firstValues(brick, 'load = 1\nload_2 = 1\n').task_id).toBe('load_3');
  });

  it('stay after an insertion, but for names', () => {
    const values = { task_id: 'mine_2', rows: 25 };
    expect(nextValues(brick, values, 'mine = 1\nmine_2 = 1\n')).toEqual({ task_id: 'mine_3', rows: 25 });
  });

  it('give two placeholders of one default two names', () => {
    const two = { parameters: [parameter('a', 'identifier', 'x'), parameter('b', 'identifier', 'x')] };
    expect(firstValues(two, 'x = 1\n')).toEqual({ a: 'x_2', b: 'x_3' });
  });
});

it('names are those of Python', () => {
  expect(['load', '_a1', 'größe'].every(isName)).toBe(true);
  expect(['', '1a', 'a b', 'a.b', 'a;'].some(isName)).toBe(false);
});

it('lists are texts of lines', () => {
  expect(listOfLines(linesOfList(['a b', 'c']) + '\n\n')).toEqual(['a b', 'c']);
  expect(linesOfList(null)).toBe('');
});
