/** What lists can be narrowed down by: the kinds of filters, and what each asks the server. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { QueryParams } from '../../api/client';
import { type IListState, rangeOf, separated } from '../../state/list_state';
import { absoluteTime } from '../time';

export interface IOption {
  value: string;
  label: string;
  /** Draw the value as a state's mark. */
  isState?: boolean;
}

export interface IFilterField {
  id: string;
  label: string;
  kind: 'text' | 'choice' | 'several' | 'toggle' | 'span' | 'range';
  /** The server's name: of `span` and `range` what stands before `_gte` and `_lte`; the id without it. */
  param?: string;
  /** Always in sight; the others are added from a menu. */
  isPinned?: boolean;
  /** Of `choice` and `several`. */
  options?: readonly IOption[];
  /** The same, asked for when they are needed. */
  load?: () => Promise<readonly IOption[]>;
  /** Of `range`: what its numbers are, e.g. seconds. */
  unit?: string;
  /** What it asks the server where that is more than its name with the value; of a toggle also when it is off (''). */
  toParams?: (value: string, now: Date) => QueryParams;
}

/** Spans of time that reach from some hours ago until now. */
export const SPANS = { hour: 1, day: 24, week: 24 * 7, month: 24 * 30 } as const;

export function isNamedSpan(value: string): value is keyof typeof SPANS {
  return value in SPANS;
}

/** The REST query for these filters at this moment. */
export function paramsOf(fields: readonly IFilterField[], { filters }: IListState, now: Date): QueryParams {
  const params: QueryParams = {};
  for (const field of fields) {
    const value = filters[field.id] ?? '';
    if (value !== '' || field.kind === 'toggle') {
      Object.assign(params, field.toParams ? field.toParams(value, now) : ownParams(field, value, now));
    }
  }
  return params;
}

function ownParams(field: IFilterField, value: string, now: Date): QueryParams {
  const name = field.param ?? field.id;
  switch (field.kind) {
    case 'several':
      return { [name]: separated(value) };
    case 'toggle':
      return value ? { [name]: true } : {};
    case 'span': {
      const [from, to] = momentsOf(value, now);
      return { [`${name}_gte`]: from, [`${name}_lte`]: to };
    }
    case 'range': {
      const { from, to } = rangeOf(value);
      return { [`${name}_gte`]: from, [`${name}_lte`]: to };
    }
    default:
      return { [name]: value.trim() };
  }
}

/** The two ends of a span as instants; empty where it is open. */
export function momentsOf(value: string, now: Date): [string, string] {
  if (isNamedSpan(value)) {
    return [new Date(now.getTime() - SPANS[value] * 3600000).toISOString(), ''];
  }
  const { from, to } = rangeOf(value);
  return [instantOf(from), instantOf(to)];
}

function instantOf(local: string): string {
  const instant = Date.parse(local);
  return Number.isNaN(instant) ? '' : new Date(instant).toISOString();
}

/** The names of the spans. */
export function spanOptions(trans: TranslationBundle): IOption[] {
  return [
    { value: 'hour', label: trans.__('Last hour') },
    { value: 'day', label: trans.__('Last 24 hours') },
    { value: 'week', label: trans.__('Last 7 days') },
    { value: 'month', label: trans.__('Last 30 days') }
  ];
}

/** A filter's value as people read it. */
export function valueText(
  field: IFilterField,
  value: string,
  options: readonly IOption[],
  trans: TranslationBundle
): string {
  const nameOf = (each: string): string => options.find(option => option.value === each)?.label ?? each;
  switch (field.kind) {
    case 'several':
      return separated(value).map(nameOf).join(', ');
    case 'span':
      return isNamedSpan(value)
        ? (spanOptions(trans).find(option => option.value === value)?.label ?? value)
        : endsText(momentsOf(value, new Date()).map(end => end && absoluteTime(end)), trans);
    case 'range': {
      const { from, to } = rangeOf(value);
      const withUnit = (text: string): string => text && (field.unit ? trans.__('%1 %2', text, field.unit) : text);
      return endsText([withUnit(from), withUnit(to)], trans);
    }
    default:
      return nameOf(value);
  }
}

function endsText([from, to]: string[], trans: TranslationBundle): string {
  if (from && to) {
    return trans.__('%1 to %2', from, to);
  }
  return from ? trans.__('from %1', from) : trans.__('up to %1', to);
}
