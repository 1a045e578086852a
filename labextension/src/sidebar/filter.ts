/** Which DAGs the sidebar shows and in what order. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { QueryParams } from '../api/client';
import type { DagKind } from '../api';

export type SortOrder = 'active' | 'name' | 'next';

export interface IFilter {
  search: string;
  tags: readonly string[];
  kind: DagKind | null;
  paused: boolean | null;
  favorites: boolean;
  sort: SortOrder;
}

export const NO_FILTER: IFilter = { search: '', tags: [], kind: null, paused: null, favorites: false, sort: 'active' };

const ORDER_BY: Record<SortOrder, string> = {
  active: 'most_active_first',
  name: 'dag_display_name',
  next: 'next_run_after'
};

/** The filter as the server takes it. */
export function filterParams(filter: IFilter): QueryParams {
  return {
    search: filter.search.trim(),
    tags: filter.tags,
    kind: filter.kind,
    paused: filter.paused,
    is_favorite: filter.favorites || null,
    order_by: ORDER_BY[filter.sort]
  };
}

/** Whether the filter hides anything; the order hides nothing. */
export function isFiltering(filter: IFilter): boolean {
  const { favorites, kind, paused, search, tags } = filter;
  return Boolean(search.trim() || tags.length || kind || paused !== null || favorites);
}

/** The tags with `tag` added, or without it when it was there. */
export function toggleTag(tags: readonly string[], tag: string): readonly string[] {
  return tags.includes(tag) ? tags.filter(each => each !== tag) : [...tags, tag];
}

/** The filter as the state database keeps it. */
export function storedFilter(filter: IFilter): ReadonlyPartialJSONObject {
  return { ...filter, tags: [...filter.tags] };
}

/** The filter that the state database has kept; what is not understood is left out. */
export function filterFrom(stored: unknown): IFilter {
  const { search, tags, kind, paused, favorites, sort } = (stored ?? {}) as Partial<Record<keyof IFilter, unknown>>;
  return {
    search: typeof search === 'string' ? search : '',
    tags: Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [],
    kind: kind === 'file' || kind === 'notebook_schedule' ? kind : null,
    paused: typeof paused === 'boolean' ? paused : null,
    favorites: favorites === true,
    sort: typeof sort === 'string' && sort in ORDER_BY ? (sort as SortOrder) : NO_FILTER.sort
  };
}
