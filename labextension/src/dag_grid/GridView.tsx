/** The section "Grid" of a DAG's page: its last runs side by side, their tasks below one another. */
import type { ReactElement } from 'react';
import { useCallback, useMemo, useState } from 'react';
import { CommandIDs } from '../commands';
import type { ICell, IShownRun } from '../state/grid_cells';
import type { IDagViewProps } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, useCouture, useLook, useQuery } from '../ui';
import { useGridRuns } from '../ui/useGridRuns';
import { GridBar, type IGridFilter, NO_FILTER } from './GridBar';
import { GridTable } from './GridTable';
import type { GridMemory, IGridLook } from './memory';
import { cellOf, groupIds, type IGridRow, rowsOf } from './rows';
import { useInstances } from './useInstances';

export function GridView({ dagId, selection, onSelect, memory }: IDagViewProps & { memory: GridMemory }): ReactElement {
  const { client, commands, trans } = useCouture();
  const { look, change } = useLook(dagId, memory);
  const [filter, setFilter] = useState<IGridFilter>(NO_FILTER);
  const structure = useQuery(
    () => client.dags.structure(dagId),
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  const only = { state: filter.state, run_type: filter.runType };
  const grid = useGridRuns(dagId, { limit: look.limit, withTasks: true, only });
  const { runs } = grid;
  const mapped = useInstances(dagId, look.unfolded, runs);
  const rows = useMemo(
    () =>
      structure.data
        ? rowsOf({
            structure: structure.data,
            around: selection.around,
            runs,
            folded: new Set(look.folded),
            unfolded: new Set(look.unfolded),
            instances: mapped.instances
          })
        : [],
    [structure.data, selection.around, runs, look, mapped.instances]
  );
  const instanceOf = mapped.cellOf;
  const shown = useCallback((row: IGridRow, run: IShownRun): ICell | null => cellOf(row, run, instanceOf), [instanceOf]);
  const error = structure.error ?? grid.error ?? mapped.error;
  const retry = (): void => {
    structure.refresh();
    grid.refresh();
  };
  if (!structure.data || !grid.isLoaded) {
    return error ? <ErrorBanner error={error} onRetry={retry} /> : <Loading />;
  }
  const groups = groupIds(structure.data);
  return (
    <div className="couture-GridView">
      {error && <ErrorBanner error={error} onRetry={retry} />}
      <GridBar
        limit={look.limit}
        filter={filter}
        onLimit={limit => change({ limit })}
        onFilter={setFilter}
        onOlder={grid.hasMore ? () => void grid.older() : undefined}
        onFoldAll={groups.length > 0 ? isFolded => change({ folded: isFolded ? groups : [] }) : undefined}
      />
      {runs.length === 0 ? (
        <NoRuns dagId={dagId} isNarrowed={filter.state !== '' || filter.runType !== ''} onClear={() => setFilter(NO_FILTER)} />
      ) : (
        <GridTable
          dagId={dagId}
          rows={rows}
          runs={runs}
          cellOf={shown}
          selection={selection}
          onSelect={onSelect}
          onFold={row => change(foldedOrNot(look, row))}
          onOlder={grid.hasMore ? () => void grid.older() : undefined}
          onOpenRun={runId => void commands.execute(CommandIDs.openRun, { dagId, runId })}
        />
      )}
      <p className="couture-muted couture-GridView-hint">
        {trans.__('Click a mark to choose a task of a run; arrow keys move, Enter chooses, + and − fold.')}
      </p>
    </div>
  );
}

function NoRuns({ dagId, isNarrowed, onClear }: { dagId: string; isNarrowed: boolean; onClear: () => void }): ReactElement {
  const { trans } = useCouture();
  if (isNarrowed) {
    return (
      <EmptyState title={trans.__('No run is like that')}>
        <button type="button" className="couture-Button" onClick={onClear}>
          {trans.__('Show all runs')}
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={trans.__('No runs yet')}>
      <CommandButton command={CommandIDs.triggerDag} args={{ dagId }} variant="primary" />
    </EmptyState>
  );
}

/** The other way round: a group's tasks, or a mapped task's instances. */
export function foldedOrNot(look: IGridLook, row: IGridRow): IGridLook {
  const list = row.kind === 'group' ? 'folded' : 'unfolded';
  const name = row.kind === 'group' ? row.key.slice('group '.length) : (row.taskId ?? '');
  const has = look[list].includes(name);
  return { ...look, [list]: has ? look[list].filter(each => each !== name) : [...look[list], name] };
}
