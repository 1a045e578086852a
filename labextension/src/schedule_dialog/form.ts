/** The schedule form's values as a person types them, and the document that the server takes. */
import type { INotebookSchedule, INotebookScheduleForm } from '../api';
import { durationText, parseDuration } from './durations';
import { dagIdFor } from './output_path';
import { type IParameterRow, valuesOf } from '../parameters/values';
import { browserZone, toInstant, toWallClock } from '../ui';

export type WhenKind = INotebookScheduleForm['when']['kind'];
export type Overlap = 'skip' | 'queue' | 'parallel';
export type MissedRuns = 'skip' | 'run_last' | 'run_all';

/** What is sent: every field of the form is said. */
export type IScheduleDocument = Required<INotebookScheduleForm>;

/** The groups of fields that the form holds as the server takes them; each has a section of its own. */
export type IFormGroups = Pick<
  IScheduleDocument,
  'exports' | 'secrets' | 'secret_parameters' | 'environment' | 'notify'
> & {
  code: Required<IScheduleDocument['code']>;
  retention: Required<IScheduleDocument['retention']>;
};

const THE_FILE: IFormGroups['code'] = { kind: 'file', ref: null, files: [] };
const NO_LIMIT: IFormGroups['retention'] = { runs: null, days: null, megabytes: null };

/** What the fields hold. Dates are wall clock texts in `timezone`; durations are texts such as `5m`. */
export interface IFormValues extends IFormGroups {
  name: string;
  notebook: string;
  kernelName: string;
  parameters: IParameterRow[];
  kind: WhenKind;
  at: string;
  cron: string;
  timezone: string;
  startDate: string;
  endDate: string;
  outputPath: string;
  /** A path in the workspace with wildcards, for `file`. */
  pattern: string;
  settle: string;
  /** The DAG to run after, for `after`. */
  after: string;
  holdOnFailure: string;
  resumeOnRetry: boolean;
  retries: string;
  retryDelay: string;
  retryBackoff: boolean;
  maxRetryDelay: string;
  timeout: string;
  overlap: Overlap;
  missedRuns: MissedRuns;
  tags: string;
  description: string;
  paused: boolean;
  /** Save it although the check before a run finds errors. */
  ignorePreflight: boolean;
}

/** An empty form for a notebook (or for none yet). */
export function emptyForm(notebook = '', timezone = browserZone()): IFormValues {
  return {
    name: nameFor(notebook),
    notebook,
    kernelName: '',
    parameters: [],
    kind: 'cron',
    at: '',
    cron: '0 9 * * *',
    timezone,
    startDate: '',
    endDate: '',
    outputPath: outputPathFor(notebook),
    pattern: '',
    settle: '5s',
    after: '',
    holdOnFailure: '15m',
    resumeOnRetry: false,
    exports: [],
    code: THE_FILE,
    secrets: {},
    secret_parameters: [],
    environment: { requirements: null, memory_megabytes: null, cpus: null },
    retention: NO_LIMIT,
    notify: [],
    retries: '0',
    retryDelay: '5m',
    retryBackoff: false,
    maxRetryDelay: '',
    timeout: '',
    overlap: 'queue',
    missedRuns: 'run_last',
    tags: '',
    description: '',
    paused: false,
    ignorePreflight: false
  };
}

/** The name that a schedule of this notebook gets unless a person chooses another. */
export function nameFor(notebook: string): string {
  const file = notebook.split('/').pop() ?? '';
  return dagIdFor(file.replace(/\.(ipynb|py|r|sh|md)$/i, ''));
}

/** The output path that a schedule of this notebook gets: beside it, one file per run. */
export function outputPathFor(notebook: string): string {
  const folder = notebook.includes('/') ? notebook.slice(0, notebook.lastIndexOf('/') + 1) : '';
  return `${folder}outputs/{notebook}-{run_id}.ipynb`;
}

/** A wall clock text for tomorrow's next full hour: the first suggestion for "once at a date". */
export function suggestedMoment(timezone: string, now: Date): string {
  const hour = 3600000;
  const next = Math.ceil((now.getTime() + 1) / hour) * hour;
  return toWallClock(new Date(next).toISOString(), timezone);
}

/** The form for a schedule that exists. `parameters` are its rows, read together with the notebook. */
export function formOf(schedule: IScheduleDocument | INotebookSchedule, parameters: IParameterRow[]): IFormValues {
  const zone = schedule.timezone ?? 'UTC';
  return {
    name: schedule.name,
    notebook: schedule.notebook,
    kernelName: schedule.kernel_name ?? '',
    parameters,
    kind: schedule.when.kind,
    at: toWallClock(schedule.when.at, zone),
    cron: schedule.when.cron ?? '0 9 * * *',
    timezone: zone,
    startDate: toWallClock(schedule.start_date, zone),
    endDate: toWallClock(schedule.end_date, zone),
    outputPath: schedule.output_path ?? '',
    pattern: schedule.when.pattern ?? '',
    settle: durationText(schedule.when.settle ?? 5),
    after: schedule.when.after ?? '',
    holdOnFailure: durationText(schedule.hold_on_failure),
    resumeOnRetry: schedule.resume_on_retry,
    exports: schedule.exports,
    code: { ...THE_FILE, ...schedule.code },
    secrets: schedule.secrets,
    secret_parameters: schedule.secret_parameters,
    environment: schedule.environment,
    retention: { ...NO_LIMIT, ...schedule.retention },
    notify: schedule.notify,
    retries: String(schedule.retries),
    retryDelay: durationText(schedule.retry_delay),
    retryBackoff: schedule.retry_backoff > 0,
    maxRetryDelay: durationText(schedule.max_retry_delay),
    timeout: durationText(schedule.timeout),
    overlap: schedule.overlap,
    missedRuns: schedule.missed_runs,
    tags: schedule.tags.join(', '),
    description: schedule.description ?? '',
    paused: schedule.paused,
    ignorePreflight: schedule.ignore_preflight
  };
}

/** The document to send. Check the form first: what cannot be read becomes its default here. */
export function documentOf(form: IFormValues): IScheduleDocument {
  return {
    name: form.name.trim(),
    notebook: form.notebook.trim(),
    kernel_name: form.kernelName || null,
    parameters: valuesOf(form.parameters),
    when: whenOf(form),
    timezone: form.timezone,
    start_date: toInstant(form.startDate, form.timezone),
    end_date: toInstant(form.endDate, form.timezone),
    output_path: form.outputPath.trim() || null,
    exports: form.exports,
    hold_on_failure: parseDuration(form.holdOnFailure) ?? 0,
    resume_on_retry: form.resumeOnRetry,
    code: form.code,
    secrets: form.secrets,
    secret_parameters: form.secret_parameters,
    environment: form.environment,
    retention: form.retention,
    notify: form.notify,
    retries: Number(form.retries) || 0,
    retry_delay: parseDuration(form.retryDelay) ?? 0,
    retry_backoff: form.retryBackoff ? 2 : 0,
    max_retry_delay: parseDuration(form.maxRetryDelay),
    timeout: parseDuration(form.timeout),
    overlap: form.overlap,
    missed_runs: form.missedRuns,
    tags: tagsOf(form.tags),
    description: form.description,
    paused: form.paused,
    ignore_preflight: form.ignorePreflight
  };
}

function whenOf(form: IFormValues): IScheduleDocument['when'] {
  switch (form.kind) {
    case 'once':
      return { kind: 'once', at: toInstant(form.at, form.timezone) };
    case 'cron':
      return { kind: 'cron', cron: form.cron.trim() };
    case 'file':
      return { kind: 'file', pattern: form.pattern.trim(), settle: parseDuration(form.settle) ?? 0 };
    case 'after':
      return { kind: 'after', after: form.after.trim() };
    default:
      return { kind: form.kind };
  }
}

/** The tags of a comma separated text, each once. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(',').map(tag => tag.trim()))].filter(tag => tag !== '');
}
