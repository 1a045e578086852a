/** The mapped instances of the tasks that are unfolded, in the runs that are shown. */
import { useCallback, useMemo } from 'react';
import type { IMappedCells, IMappedGrid } from '../api';
import type { ICell, IShownRun } from '../state/grid_cells';
import { useCouture, useQuery } from '../ui';
import type { IGridRow, IInstances } from './rows';

export interface IInstancesState {
  readonly instances: IInstances;
  readonly error: Error | undefined;
  cellOf(row: IGridRow, run: IShownRun): ICell | null;
}

export function useInstances(dagId: string, taskIds: readonly string[], runs: readonly IShownRun[]): IInstancesState {
  const { client } = useCouture();
  const names = JSON.stringify([taskIds, runs.map(({ run }) => run.dag_run_id)]);
  const { data, error } = useQuery(
    () => {
      const [tasks, runIds] = JSON.parse(names) as [string[], string[]];
      return Promise.all(runIds.length > 0 ? tasks.map(task => client.dagViews.mappedGrid(dagId, task, runIds)) : []);
    },
    change => change.dag_id === dagId && change.subject === 'task_instance' && taskIds.includes(change.task_id ?? ''),
    [client, dagId, names],
    1000
  );
  const cells = useMemo(() => cellsOf(data ?? [], runs), [data, runs]);
  return {
    instances: useMemo(() => instancesOf(data ?? []), [data]),
    error: taskIds.length > 0 ? error : undefined,
    cellOf: useCallback(
      (row, run) => cells.get(keyOf(run.run.dag_run_id, row.taskId ?? '', row.mapIndex ?? -1)) ?? null,
      [cells]
    )
  };
}

/** All map indexes of each task with their labels: those of the newest run where they differ. */
export function instancesOf(grids: readonly IMappedGrid[]): IInstances {
  return new Map(
    grids.map(grid => {
      const labels = new Map<number, string | null>();
      for (const run of [...grid.runs].reverse()) {
        run.map_index.forEach((index, row) => labels.set(index, run.label[row] ?? labels.get(index) ?? null));
      }
      const sorted = [...labels].sort(([a], [b]) => a - b);
      return [grid.task_id, sorted.map(([mapIndex, label]) => ({ mapIndex, label }))];
    })
  );
}

function cellsOf(grids: readonly IMappedGrid[], runs: readonly IShownRun[]): Map<string, ICell> {
  const queuedAt = new Map(runs.map(({ run }) => [run.dag_run_id, Date.parse(run.queued_at)]));
  const cells = new Map<string, ICell>();
  for (const grid of grids) {
    for (const run of grid.runs) {
      const zero = queuedAt.get(run.dag_run_id) ?? 0;
      run.map_index.forEach((index, row) => {
        cells.set(keyOf(run.dag_run_id, grid.task_id, index), cellAt(run, row, zero));
      });
    }
  }
  return cells;
}

function cellAt(run: IMappedCells, row: number, zero: number): ICell {
  const at = (seconds: number | null): number | null => (seconds === null ? null : zero + seconds * 1000);
  return {
    state: run.state[row],
    counts: new Map([[run.state[row], 1]]),
    mapped: 0,
    tryNumber: run.try_number[row],
    queued: at(run.queued[row]),
    start: at(run.start[row]),
    end: at(run.end[row])
  };
}

function keyOf(runId: string, taskId: string, mapIndex: number): string {
  return `${mapIndex}\n${taskId}\n${runId}`;
}
