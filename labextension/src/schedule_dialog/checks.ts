/**
 * What the form can check by itself, and where an answer of the server belongs. Problems are keyed by the
 * path of the field as the REST API names it: `output_path`, `when.cron`, `parameters.rows`.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import { parseDuration } from './durations';
import type { IFormValues } from './form';
import { checkRows, rowPath } from '../parameters/checks';
import type { IParameterRow } from '../parameters/values';
import { isZone, toInstant } from '../ui';

/** The path of a field -> a sentence. */
export type Problems = Record<string, string>;

/** Fields in the order they stand on the page; the first with a problem gets the focus. */
export const FIELD_ORDER = [
  'notebook',
  'notebook.check',
  'name',
  'parameters',
  'when.kind',
  'when.at',
  'when.cron',
  'when.pattern',
  'when.settle',
  'when.after',
  'when',
  'timezone',
  'start_date',
  'end_date',
  'kernel_name',
  'output_path',
  'exports',
  'tags',
  'description',
  'code',
  'environment.requirements',
  'environment.memory_megabytes',
  'environment.cpus',
  'environment',
  'secrets',
  'secret_parameters',
  'retention',
  'notify',
  'hold_on_failure',
  'resume_on_retry',
  'retries',
  'retry_delay',
  'retry_backoff',
  'max_retry_delay',
  'timeout',
  'overlap',
  'missed_runs',
  'paused'
] as const;

/** Seconds that a failed notebook's kernel is kept at the most. */
const LONGEST_HOLD = 86400;

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
  if (Object.values(form.retention).includes(0)) {
    problems.retention = trans.__('Give a number above 0, or nothing.');
  }
  for (const limit of ['memory_megabytes', 'cpus'] as const) {
    if (form.environment[limit] === 0) {
      problems[`environment.${limit}`] = trans.__('Give a number above 0, or nothing.');
    }
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
  if (form.kind === 'file' && form.pattern.trim() === '') {
    problems['when.pattern'] = trans.__('Give the path of the files to wait for, such as data/*.csv.');
  }
  if (form.kind === 'file' && (parseDuration(form.settle) === null || Number.isNaN(parseDuration(form.settle)))) {
    problems['when.settle'] = trans.__('Give a duration such as 5s or 1m.');
  }
  if (form.kind === 'after' && form.after.trim() === '') {
    problems['when.after'] = trans.__('Choose the DAG to run after.');
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
  const hold = parseDuration(form.holdOnFailure) ?? 0;
  if (!(hold <= LONGEST_HOLD)) {
    problems.hold_on_failure = trans.__('Give a duration of at most a day, such as 15m; 0 or nothing: not kept.');
  }
  return problems;
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
      problems[place] = problems[place] ? `${problems[place]} ${message}` : message;
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
  if (parts[0] === 'notify' && parts.length > 2) {
    return parts.slice(0, 3).join('.'); // the fields of each rule
  }
  if (parts[0] === 'secrets' && parts.length > 1) {
    return parts.slice(0, 2).join('.'); // the line of each environment variable
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
