/** The newest runs of a DAG with the states of their tasks, in components. */
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { QueryParams } from '../api/client';
import type { IShownRun } from '../state/grid_cells';
import { GridRuns } from '../state/grid_runs';
import { useCouture } from './context';

export interface IGridRunsState {
  /** The newest last; those of the question before until the new ones are there. */
  readonly runs: readonly IShownRun[];
  /** Whether there was an answer yet, to this question or to one before. */
  readonly isLoaded: boolean;
  readonly hasMore: boolean;
  readonly error: Error | undefined;
  older(): Promise<void>;
  refresh(): void;
}

/** `params` narrow the runs or the tasks: `{state, run_type, task_id, with_tasks}`. */
export function useGridRuns(dagId: string, limit: number, params: QueryParams = {}): IGridRunsState {
  const { client, changes } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const last = useRef<{ dagId: string; runs: readonly IShownRun[] }>();
  const asked = JSON.stringify(params);
  const grid = useMemo(() => {
    const narrowed = JSON.parse(asked) as QueryParams;
    const fetch = (question: object): ReturnType<typeof client.dagViews.grid> =>
      client.dagViews.grid(dagId, { ...narrowed, ...question });
    return new GridRuns({ dagId, limit, fetch, changes });
  }, [client, changes, dagId, limit, asked]);
  useEffect(() => {
    grid.changed.connect(redraw);
    redraw();
    return () => grid.dispose();
  }, [grid]);
  if (grid.isLoaded) {
    last.current = { dagId, runs: grid.runs };
  }
  const known = last.current?.dagId === dagId ? last.current : undefined;
  return {
    runs: grid.isLoaded ? grid.runs : (known?.runs ?? []),
    isLoaded: grid.isLoaded || known !== undefined,
    hasMore: grid.hasMore,
    error: grid.error,
    older: () => grid.older(),
    refresh: () => grid.refresh()
  };
}
