/** The newest runs of a DAG with the states of their tasks, in components; those of one page ask for them together. */
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { QueryParams } from '../api/client';
import type { IChanges } from '../state/changes';
import type { IShownRun } from '../state/grid_cells';
import { GridRuns, type GridWindow } from '../state/grid_runs';
import type { ICouture } from '../tokens';
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

export interface IGridWish {
  /** How many of the newest runs at first. */
  readonly limit: number;
  /** Without them the runs have no cells. */
  readonly withTasks: boolean;
  /** What narrows the runs or the tasks: `{state, run_type, task_id}`. */
  readonly only?: QueryParams;
}

export function useGridRuns(dagId: string, { limit, withTasks, only = {} }: IGridWish): IGridRunsState {
  const { client, changes } = useCouture();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const last = useRef<{ dagId: string; runs: readonly IShownRun[] }>();
  const narrowed = JSON.stringify(Object.entries(only).filter(([, value]) => value !== undefined && value !== ''));
  const grid = useMemo(
    () => opened({ client, changes }, dagId, narrowed, limit, withTasks),
    [client, changes, dagId, narrowed, limit, withTasks]
  );
  useEffect(() => {
    grid.changed.connect(redraw);
    redraw();
    return () => {
      grid.changed.disconnect(redraw);
      grid.dispose();
    };
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

/** Of each page (its pieces have the same stream of changes) what it asks for. */
const shared = new WeakMap<IChanges, Map<string, GridRuns>>();

function opened(
  { client, changes }: Pick<ICouture, 'client' | 'changes'>,
  dagId: string,
  narrowed: string,
  limit: number,
  withTasks: boolean
): GridWindow {
  const ofPage = shared.get(changes) ?? new Map<string, GridRuns>();
  shared.set(changes, ofPage);
  const key = JSON.stringify([dagId, narrowed]);
  let runs = ofPage.get(key);
  if (!runs || runs.isDisposed) {
    const only = Object.fromEntries(JSON.parse(narrowed) as [string, string][]);
    runs = new GridRuns({ dagId, fetch: question => client.dagViews.grid(dagId, { ...only, ...question }), changes });
    ofPage.set(key, runs);
  }
  return runs.open(limit, withTasks);
}
