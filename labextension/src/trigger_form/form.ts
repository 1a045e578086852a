/** What the form holds, as it is kept through a reload; and the request that it means. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ITriggerBody } from '../api';
import { toInstant } from '../ui/zoned';
import { confOf, type Drafts, draftsOf, extraOf } from './drafts';
import type { IParam } from './params';
import { EMPTY_RUN, type IRunDraft, RUN_PATHS } from './RunFields';

export interface ITriggerForm {
  readonly drafts: Drafts;
  /** Values of no param. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** The text of the JSON editor while it is in front; null: the fields are. */
  readonly json: string | null;
  readonly run: IRunDraft;
}

export function formOf(params: readonly IParam[], conf: Readonly<Record<string, unknown>>): ITriggerForm {
  return { drafts: draftsOf(params, conf), extra: extraOf(params, conf), json: null, run: EMPTY_RUN };
}

export type Problems = Readonly<Record<string, string>>;

/** The configuration that the form means now, and what is wrong by path (`conf.<name>`, `conf`). */
export function configuration(
  params: readonly IParam[],
  form: ITriggerForm,
  trans: TranslationBundle
): { conf: Record<string, unknown>; problems: Problems } {
  if (form.json === null) {
    const { conf, problems } = confOf(params, form.drafts, form.extra, trans);
    return { conf, problems: Object.fromEntries(Object.entries(problems).map(([name, text]) => [`conf.${name}`, text])) };
  }
  const conf = objectIn(form.json);
  return conf ? { conf, problems: {} } : { conf: {}, problems: { conf: trans.__('This must be a JSON object, such as {"key": 1}.') } };
}

/** The object that a JSON text holds; null when it holds something else. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // The editor says where.
  }
}

/** The same form with the other editor in front: each shows what the other one held. Fields with a mistake keep it. */
export function switched(params: readonly IParam[], form: ITriggerForm, trans: TranslationBundle): ITriggerForm {
  if (form.json === null) {
    return { ...form, json: JSON.stringify(configuration(params, form, trans).conf, null, 2) };
  }
  const conf = objectIn(form.json);
  if (!conf) {
    return form;
  }
  const before = confOf(params, form.drafts, {}, trans);
  const drafts = draftsOf(params, conf);
  const mistaken = Object.keys(before.problems).filter(name => !(name in conf));
  const kept = Object.fromEntries(mistaken.map(name => [name, form.drafts[name]]));
  return { ...form, json: null, drafts: { ...drafts, ...kept }, extra: extraOf(params, conf) };
}

/** The body of the request; dates are wall clock times of `zone`. */
export function bodyOf(
  conf: Record<string, unknown>,
  run: IRunDraft,
  zone: string,
  trans: TranslationBundle
): { body: ITriggerBody; problems: Problems } {
  const problems: Record<string, string> = {};
  const moment = (name: 'logicalDate' | 'intervalStart' | 'intervalEnd'): string | null => {
    const instant = toInstant(run[name], zone);
    if (run[name] !== '' && instant === null) {
      problems[RUN_PATHS[name]] = trans.__('This is no date with a time.');
    }
    return instant;
  };
  const body: ITriggerBody = {
    conf,
    logical_date: moment('logicalDate'),
    data_interval_start: moment('intervalStart'),
    data_interval_end: moment('intervalEnd'),
    note: run.note.trim() || null,
    ...(run.runId.trim() && { dag_run_id: run.runId.trim() }),
    ...(run.partitionKey.trim() && { partition_key: run.partitionKey.trim() })
  };
  if ((body.data_interval_start === null) !== (body.data_interval_end === null)) {
    problems[RUN_PATHS[body.data_interval_start === null ? 'intervalStart' : 'intervalEnd']] = trans.__('Give both ends, or none.');
  }
  return { body, problems };
}
