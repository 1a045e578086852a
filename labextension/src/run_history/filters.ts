/** Which runs the history shows: as the page's fields, as the command's arguments, as the REST query. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { DagRunState, DagRunType } from '../api';
import type { QueryParams } from '../api/client';

export const RUN_STATES: readonly DagRunState[] = ['queued', 'running', 'success', 'failed'];
export const RUN_TYPES: readonly DagRunType[] = ['manual', 'scheduled', 'backfill', 'asset_triggered'];

/** Spans of time that reach from some hours ago until now; `custom` is between two dates. */
export const SPANS = { hour: 1, day: 24, week: 24 * 7, month: 24 * 30 } as const;
export type Span = '' | keyof typeof SPANS | 'custom';

export interface IRunFilters {
  /** Exactly this DAG. */
  dagId: string;
  /** DAGs with this text in their id. */
  dagText: string;
  states: DagRunState[];
  runType: DagRunType | '';
  user: string;
  span: Span;
  /** Local dates (`2026-03-01T09:00`), for the span `custom`. */
  from: string;
  to: string;
  orderBy: string;
  offset: number;
}

export const PAGE_SIZE = 50;

export const ALL_RUNS: IRunFilters = {
  dagId: '',
  dagText: '',
  states: [],
  runType: '',
  user: '',
  span: '',
  from: '',
  to: '',
  orderBy: '-start_date',
  offset: 0
};

/** The filters that a command's arguments ask for; what is not understood is left out. */
export function filtersOf(args: ReadonlyPartialJSONObject): IRunFilters {
  const text = (name: string): string => (typeof args[name] === 'string' ? args[name] : '');
  const given = args.states ?? args.state;
  const states = (Array.isArray(given) ? given : text('state').split(',')) as readonly unknown[];
  const span = text('span') as Span;
  return {
    ...ALL_RUNS,
    dagId: text('dagId'),
    dagText: text('dagText'),
    states: RUN_STATES.filter(state => states.includes(state)),
    runType: RUN_TYPES.find(type => type === text('runType')) ?? '',
    user: text('user'),
    span: span in SPANS || span === 'custom' ? span : '',
    from: text('from'),
    to: text('to'),
    orderBy: text('orderBy') || ALL_RUNS.orderBy,
    offset: typeof args.offset === 'number' && args.offset > 0 ? args.offset : 0
  };
}

/** The arguments that lead back to these filters: only what differs from "all runs". */
export function argsOf(filters: IRunFilters): ReadonlyPartialJSONObject {
  const all = ALL_RUNS as unknown as Record<string, unknown>;
  const entries = Object.entries(filters).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(all[name]));
  return Object.fromEntries(entries) as ReadonlyPartialJSONObject;
}

/** The REST query for these filters at this moment. */
export function queryOf(filters: IRunFilters, now: Date): QueryParams {
  return {
    dag_id_pattern: filters.dagText.trim(),
    state: filters.states,
    run_type: filters.runType,
    triggering_user_name_pattern: filters.user.trim(),
    ...boundsOf(filters, now),
    order_by: filters.orderBy,
    limit: PAGE_SIZE,
    offset: filters.offset
  };
}

function boundsOf({ span, from, to }: IRunFilters, now: Date): QueryParams {
  if (span === 'custom') {
    return { start_date_gte: instantOf(from), start_date_lte: instantOf(to) };
  }
  if (span === '') {
    return {};
  }
  return { start_date_gte: new Date(now.getTime() - SPANS[span] * 3600000).toISOString() };
}

function instantOf(local: string): string {
  const instant = Date.parse(local);
  return Number.isNaN(instant) ? '' : new Date(instant).toISOString();
}

/** The filters after a change; the list starts at its first page again. */
export function changed(filters: IRunFilters, change: Partial<IRunFilters>): IRunFilters {
  return { ...filters, offset: 0, ...change };
}

/** Whether anything narrows the list down. */
export function isNarrowed(filters: IRunFilters): boolean {
  return Object.keys(argsOf(filters)).some(name => name !== 'orderBy' && name !== 'offset');
}
