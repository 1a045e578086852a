/** What is wrong with parameters, and where each problem stands. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { type IParameterRow, isName, isUnchanged, parse, type ParseProblem } from './values';

/** What is wrong with the parameters, keyed `parameters.<name>`; a row without a name is `parameters.#<id>`. */
export function checkRows(rows: readonly IParameterRow[], trans: TranslationBundle): Record<string, string> {
  const problems: Record<string, string> = {};
  const seen = new Set<string>();
  for (const row of rows) {
    const problem = rowProblem(row, seen, trans);
    if (problem) {
      problems[rowPath(row)] = problem;
    }
    seen.add(row.name);
  }
  return problems;
}

/** Where a problem of this row stands. Names may occur twice while typing, so that rows of a person go by id. */
export function rowPath(row: IParameterRow): string {
  return row.fallback === null ? `parameters.#${row.id}` : `parameters.${row.name}`;
}

function rowProblem(row: IParameterRow, seen: ReadonlySet<string>, trans: TranslationBundle): string | null {
  if (!isName(row.name)) {
    return row.name === ''
      ? trans.__('Give the parameter a name.')
      : trans.__('"%1" cannot be the name of a variable.', row.name);
  }
  if (seen.has(row.name)) {
    return trans.__('There is already a parameter "%1".', row.name);
  }
  const parsed = isUnchanged(row) ? null : parse(row.type, row.text);
  return parsed && !parsed.ok ? typeProblem(parsed.problem, trans) : null;
}

function typeProblem(problem: ParseProblem, trans: TranslationBundle): string {
  switch (problem) {
    case 'whole':
      return trans.__('This must be a whole number, for example 42.');
    case 'number':
      return trans.__('This must be a number, for example 0.5.');
    case 'bool':
      return trans.__('This must be True or False.');
    case 'list':
      return trans.__('This must be a JSON list, for example [1, 2, "three"].');
    case 'dict':
      return trans.__('This must be a JSON object, for example {"key": 1}.');
    case 'large':
      return trans.__('This number is too large to be passed on exactly. Pass it as str.');
  }
}
