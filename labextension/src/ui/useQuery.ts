/** Queries in components: fetched when mounted, kept up to date, dropped when unmounted. */
import type { DependencyList } from 'react';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { IChange } from '../state/changes';
import { Query } from '../state/query';
import { useCouture } from './context';

export interface IQueryResult<T> {
  readonly data: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  /** Fetch again now. */
  refresh(): void;
  /** Show a value before the server confirms it. */
  set(data: T): void;
}

/** Draw the component again whenever `query` changes. */
export function useQueryState<T>(query: Query<T>): IQueryResult<T> {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    query.changed.connect(redraw);
    redraw();
    return () => {
      query.changed.disconnect(redraw);
    };
  }, [query]);
  return {
    data: query.data,
    error: query.error,
    isLoading: query.isLoading,
    refresh: () => void query.refresh(),
    set: data => query.set(data)
  };
}

/**
 * What `fetch` answers, fetched again when a change matches, and from the start when `deps` differ. The last answer
 * stays on screen until the next one is there. `throttle` is the least time between two fetches in milliseconds.
 */
export function useQuery<T>(
  fetch: () => Promise<T>,
  matches: ((change: IChange) => boolean) | undefined,
  deps: DependencyList,
  throttle?: number
): IQueryResult<T> {
  const { changes } = useCouture();
  const last = useRef<T>();
  // The caller's deps say when fetch and matches mean something else.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const query = useMemo(() => new Query<T>({ fetch, changes, matches, throttle }), [changes, throttle, ...deps]);
  useEffect(() => () => query.dispose(), [query]);
  const result = useQueryState(query);
  if (result.data !== undefined) {
    last.current = result.data;
  }
  return { ...result, data: result.data ?? last.current };
}
