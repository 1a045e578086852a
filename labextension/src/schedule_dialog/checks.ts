// What the form can check by itself, and where an answer of the server belongs. Problems are keyed by the
// path of the field as the REST API names it: `output_path`, `when.cron`, `parameters.rows`.

import type { TranslationBundle } from '@jupyterlab/translation';

import { parseDuration } from './durations';
import type { IFormValues } from './form';
import { type IParameterRow, isName, isUnchanged, parse, type ParseProblem } from './parameters';
import { isZone, toInstant } from './zoned';

/** The path of a field -> a sentence. */
export type Problems = Record<string, string>;

/** Fields in the order they stand on the page; the first with a problem gets the focus. */
export const FIELD_ORDER = [
  'notebook',
  'name',
  'parameters',
  'when.kind',
  'when.at',
  'when.cron',
  'when',
  'timezone',
  'start_date',
  'end_date',
  'kernel_name',
  'output_path',
  'export_html',
  'tags',
  'description',
  'retries',
  'retry_delay',
  'retry_backoff',
  'max_retry_delay',
  'timeout',
  'overlap',
  'missed_runs',
  'paused'
] as const;

/** The fields that stand in the folded part. */
export const ADVANCED_FIELDS: ReadonlySet<string> = new Set(FIELD_ORDER.slice(FIELD_ORDER.indexOf('retries')));

/** Everything that is wrong with the form as far as the browser can tell. */
export function checkForm(form: IFormValues, trans: TranslationBundle): Problems {
  const problems: Problems = {};
  if (form.notebook.trim() === '') {
    problems.notebook = trans.__('Choose the notebook to run.');
  }
  if (form.name.trim() === '') {
    problems.name = trans.__('Give the schedule a name.');
  }
  if (form.outputPath.trim() === '') {
    problems.output_path = trans.__('Say where the executed notebook goes.');
  }
  return { ...problems, ...checkWhen(form, trans), ...checkNumbers(form, trans), ...checkRows(form.parameters, trans) };
}

function checkWhen(form: IFormValues, trans: TranslationBundle): Problems {
  const problems: Problems = {};
  if (!isZone(form.timezone)) {
    problems.timezone = trans.__('There is no time zone "%1".', form.timezone);
    return problems;
  }
  if (form.kind === 'once' && toInstant(form.at, form.timezone) === null) {
    problems['when.at'] = trans.__('Choose the date and the time of the run.');
  }
  if (form.kind === 'cron' && form.cron.trim() === '') {
    problems['when.cron'] = trans.__('Write a cron expression, or choose one of the presets.');
  }
  if (form.startDate !== '' && form.endDate !== '' && form.endDate <= form.startDate) {
    problems.end_date = trans.__('The end must be later than the start.');
  }
  return problems;
}

function checkNumbers(form: IFormValues, trans: TranslationBundle): Problems {
  const problems: Problems = {};
  if (!/^\d{1,3}$/.test(form.retries.trim())) {
    problems.retries = trans.__('Give a whole number, 0 or more.');
  }
  const durations: [string, string, boolean][] = [
    ['retry_delay', form.retryDelay, true],
    ['max_retry_delay', form.maxRetryDelay, false],
    ['timeout', form.timeout, false]
  ];
  for (const [field, text, needed] of durations) {
    const seconds = parseDuration(text);
    if (Number.isNaN(seconds) || (needed && seconds === null)) {
      problems[field] = trans.__('Give a duration such as 90s, 5m or 1h 30m.');
    } else if (field !== 'retry_delay' && seconds === 0) {
      problems[field] = trans.__('This must be longer than nothing. Leave it empty for no limit.');
    }
  }
  return problems;
}

/** What is wrong with the parameters, keyed `parameters.<name>`; a row without a name is `parameters.#<id>`. */
export function checkRows(rows: readonly IParameterRow[], trans: TranslationBundle): Problems {
  const problems: Problems = {};
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

/** The server's problems at the fields of this form; what has no field comes back as `rest`. */
export function placeProblems(
  fields: Readonly<Record<string, string>>,
  rows: readonly IParameterRow[]
): { problems: Problems; rest: string[] } {
  const problems: Problems = {};
  const rest: string[] = [];
  for (const [path, message] of Object.entries(fields)) {
    const place = fieldFor(path.replace(/^body\./, ''), rows);
    if (place === null) {
      rest.push(message);
    } else {
      problems[place] = message;
    }
  }
  return { problems, rest };
}

function fieldFor(path: string, rows: readonly IParameterRow[]): string | null {
  const parts = path.split('.');
  if (parts[0] === 'parameters' && parts.length > 1) {
    const row = rows.find(each => each.name === parts[1]);
    return row ? rowPath(row) : 'parameters';
  }
  for (let length = parts.length; length > 0; length -= 1) {
    const candidate = parts.slice(0, length).join('.');
    if ((FIELD_ORDER as readonly string[]).includes(candidate)) {
      return candidate;
    }
  }
  return null;
}

/** The field that gets the focus: the first one on the page that has a problem. */
export function firstProblem(problems: Problems, rows: readonly IParameterRow[]): string | null {
  const order = FIELD_ORDER.flatMap(field => (field === 'parameters' ? [field, ...rows.map(rowPath)] : [field]));
  return order.find(field => field in problems) ?? Object.keys(problems)[0] ?? null;
}
