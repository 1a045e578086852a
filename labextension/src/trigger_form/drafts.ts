/** Between values and what stands in the fields of the form. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { jsonProblem } from '../ui/json_text';
import { choicesOf, type IDraft, type IParam } from './params';

export type Drafts = Readonly<Record<string, IDraft>>;

/** The draft that shows a value. */
export function draftOf(param: IParam, value: unknown): IDraft {
  if (value === null || value === undefined) {
    return { text: param.kind === 'boolean' ? 'false' : '', isNull: param.isNullable && value === null };
  }
  return { text: textOf(param, value), isNull: false };
}

function textOf(param: IParam, value: unknown): string {
  switch (param.kind) {
    case 'choice':
      return String(choicesOf(param).findIndex(each => isSame(each.value, value)));
    case 'choices': {
      const choices = choicesOf(param);
      const chosen = Array.isArray(value) ? value : [value];
      return chosen.map(each => choices.findIndex(choice => isSame(choice.value, each))).join(',');
    }
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : String(value);
    case 'date-time':
      return String(value);
    case 'json':
      return typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value, null, 2);
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The drafts for a configuration; what it does not name gets its default. */
export function draftsOf(params: readonly IParam[], conf: Readonly<Record<string, unknown>>): Drafts {
  return Object.fromEntries(
    params.map(param => [param.name, draftOf(param, param.name in conf ? conf[param.name] : param.fallback)])
  );
}

export type Read = { value: unknown } | { problem: string };

/** The value that a draft means, or what is wrong with it. */
export function valueOf(param: IParam, draft: IDraft, trans: TranslationBundle): Read {
  if (param.kind === 'constant') {
    return { value: param.schema.const };
  }
  if (draft.isNull) {
    return { value: null };
  }
  const { text } = draft;
  switch (param.kind) {
    case 'integer':
    case 'number':
      return numberOf(param, text.trim(), trans);
    case 'boolean':
      return { value: text === 'true' };
    case 'choice': {
      const choice = choicesOf(param)[text === '' ? -1 : Number(text)];
      return choice ? { value: choice.value } : { problem: trans.__('Choose one of the values.') };
    }
    case 'choices': {
      const choices = choicesOf(param);
      return { value: text === '' ? [] : text.split(',').map(place => choices[Number(place)]?.value) };
    }
    case 'lines':
      return { value: text.split('\n').filter(line => line.trim() !== '') };
    case 'json':
      return jsonOf(text, trans);
    default:
      return textValue(param, text, trans);
  }
}

function numberOf({ kind, schema }: IParam, text: string, trans: TranslationBundle): Read {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) {
    return { problem: text === '' ? trans.__('Give a number.') : trans.__('This must be a number.') };
  }
  if (kind === 'integer' && !Number.isInteger(value)) {
    return { problem: trans.__('This must be a whole number.') };
  }
  if (!Number.isSafeInteger(value) && Number.isInteger(value)) {
    return { problem: trans.__('This number is too large to be passed on exactly.') };
  }
  if (schema.minimum !== undefined && value < schema.minimum) {
    return { problem: trans.__('This must be at least %1.', schema.minimum) };
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    return { problem: trans.__('This must be at most %1.', schema.maximum) };
  }
  return { value };
}

function jsonOf(text: string, trans: TranslationBundle): Read {
  const problem = text.trim() === '' ? trans.__('Give a value as JSON.') : jsonProblem(text, trans);
  return problem === null ? { value: JSON.parse(text) as unknown } : { problem };
}

function textValue({ kind, schema, isRequired }: IParam, text: string, trans: TranslationBundle): Read {
  const isMoment = kind === 'date' || kind === 'time' || kind === 'date-time';
  if (text === '' && (isRequired || isMoment)) {
    return { problem: trans.__('Give a value.') };
  }
  if (kind === 'date-time' && Number.isNaN(Date.parse(text))) {
    return { problem: trans.__('This must be a date with a time, such as 2026-03-01T09:00:00+00:00.') };
  }
  if (schema.minLength !== undefined && text.length < schema.minLength) {
    return { problem: trans.__('This must have at least %1 characters.', schema.minLength) };
  }
  if (schema.maxLength !== undefined && text.length > schema.maxLength) {
    return { problem: trans.__('This must have at most %1 characters.', schema.maxLength) };
  }
  if (schema.pattern !== undefined && !fits(text, schema.pattern)) {
    return { problem: trans.__('This must match %1.', schema.pattern) };
  }
  return { value: text };
}

/** A pattern of Python that JavaScript cannot read is left to the server. */
function fits(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

export interface IConfiguration {
  conf: Record<string, unknown>;
  /** By the name of the param. */
  problems: Record<string, string>;
}

/** The configuration that the drafts mean; `extra` are values of no param. */
export function confOf(
  params: readonly IParam[],
  drafts: Drafts,
  extra: Readonly<Record<string, unknown>>,
  trans: TranslationBundle
): IConfiguration {
  const conf: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const param of params) {
    const read = valueOf(param, drafts[param.name] ?? draftOf(param, param.fallback), trans);
    if ('problem' in read) {
      problems[param.name] = read.problem;
    } else {
      conf[param.name] = read.value;
    }
  }
  return { conf: { ...conf, ...extra }, problems };
}

/** What of a configuration is for no param. */
export function extraOf(params: readonly IParam[], conf: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = new Set(params.map(param => param.name));
  return Object.fromEntries(Object.entries(conf).filter(([name]) => !known.has(name)));
}
