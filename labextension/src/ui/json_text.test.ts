import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { isJsonDocument, jsonProblem, prettyJson } from './json_text';

const trans = nullTranslator.load('couture_jupyter');

describe('JSON that a person writes', () => {
  it('is told where it goes wrong', () => {
    expect(jsonProblem('{"a": [1, 2]}', trans)).toBeNull();
    expect(jsonProblem('{\n  "a": x\n}', trans)).toMatch(/not JSON/);
    expect(jsonProblem('{\n"a": 1', trans)).toMatch(/not JSON/);
  });

  it('is laid out, and left alone where it is something else', () => {
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyJson('{"a"')).toBe('{"a"');
    expect([isJsonDocument('[1]'), isJsonDocument('7'), isJsonDocument('{"a"')]).toEqual([true, false, false]);
  });
});
