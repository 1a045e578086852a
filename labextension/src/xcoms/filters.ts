/** What the list of XComs is narrowed to: texts as they are typed. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export const TEXTS = ['dagId', 'runId', 'taskId', 'key', 'mapIndex', 'from', 'to'] as const;
export type FilterName = (typeof TEXTS)[number];
export type Filters = Readonly<Record<FilterName, string>>;

const DAY = 86_400_000;

/** The filters that a page's place names. */
export function filtersOf(place: ReadonlyPartialJSONObject): Filters {
  return Object.fromEntries(TEXTS.map(name => [name, place[name] === undefined ? '' : String(place[name])])) as Filters;
}

/** The place with one of them changed; empty ones are left out. */
export function placeWith(filters: Filters, name: FilterName, value: string): ReadonlyPartialJSONObject {
  return Object.fromEntries(Object.entries({ ...filters, [name]: value }).filter(([, text]) => text !== ''));
}

/** As the server takes them. Days are the person's own. */
export function queryOf(filters: Filters): Record<string, string | number | null> {
  return {
    dag_display_name_pattern: filters.dagId,
    run_id_pattern: filters.runId,
    task_id_pattern: filters.taskId,
    xcom_key_pattern: filters.key,
    map_index: /^-?\d{1,9}$/.test(filters.mapIndex) ? Math.max(-1, Number(filters.mapIndex)) : null,
    run_after_gte: dayOf(filters.from, 0),
    run_after_lt: dayOf(filters.to, DAY)
  };
}

function dayOf(text: string, later: number): string | null {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00`) : NaN;
  return Number.isNaN(start) ? null : new Date(start + later).toISOString();
}
