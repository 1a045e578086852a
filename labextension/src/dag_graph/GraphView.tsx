/** The graph of a DAG, with the states of a run; or the same as a table. */
import type { ReactElement } from 'react';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { groupsAround } from '../graph/folding';
import { narrowed } from '../state/around';
import type { IDagViewProps } from '../tokens';
import { ErrorBanner, Loading, useCouture } from '../ui';
import type { IGraphHandle } from '../ui/graph';
import { DagDrawing } from './DagDrawing';
import { drawingOf } from './drawing';
import type { EarlyStructures } from './early';
import { legendOf } from './finding';
import { GraphBar } from './GraphBar';
import { Legend } from './Legend';
import type { GraphMemory } from './memory';
import { TaskTable } from './TaskTable';
import { useEarlyLayout } from './useEarlyLayout';
import { useFolding } from './useFolding';
import { useFollowing } from './useFollowing';
import { useLit } from './useLit';
import { useRun } from './useRun';
import { VersionNote } from './VersionNote';

export interface IGraphViewProps extends IDagViewProps {
  memory: GraphMemory;
  early: EarlyStructures;
}

export function GraphView({ dagId, selection, onSelect, memory, early }: IGraphViewProps): ReactElement {
  const { trans } = useCouture();
  useRedrawOn(memory);
  const { isTable, isFollowing } = memory.habits;
  const shown = useRun(dagId, selection.runId, early);
  const { structure: whole, run, error, refresh } = shown;
  const { around } = selection;
  const structure = useMemo(() => whole && narrowed(whole, around), [whole, around]);
  const runId = shown.runId ?? null;
  const folding = useFolding(dagId, structure ?? shown.newest, memory);
  const { folded, orientation } = folding;
  const graph = useMemo(
    () => structure && drawingOf(structure, run, orientation, trans),
    [structure, run, orientation, trans]
  );
  // Whether there is a run says how wide the nodes are.
  useEarlyLayout(graph || shown.runId === undefined ? undefined : shown.newest, runId !== null, folding);
  const lit = useLit(graph, folded);
  const drawing = useRef<IGraphHandle>(null);
  const next = useRef(0);
  useFollowing(drawing, graph, folded, isFollowing && !isTable);
  if (!graph || !structure) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const select = (taskId: string | null): void => onSelect(runId === null ? { taskId } : { runId, taskId });
  const goToNext = (): void => {
    const id = lit.matches[next.current++ % lit.matches.length];
    if (id !== undefined) {
      groupsAround(graph.nodes, id).forEach(group => folding.fold(group, false));
      select(id);
      drawing.current?.centre(id);
    }
  };
  return (
    <div className="couture-GraphView">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      <GraphBar
        text={lit.text}
        matches={lit.matches.length}
        onText={text => {
          next.current = 0;
          lit.setText(text);
        }}
        onNext={goToNext}
        orientation={orientation}
        onOrientation={folding.turn}
        hasGroups={structure.task_groups.length > 0}
        onFoldAll={folding.foldAll}
        isTable={isTable}
        onTable={value => memory.change({ isTable: value })}
        isFollowing={isFollowing}
        onFollow={value => memory.change({ isFollowing: value })}
      />
      <div className="couture-GraphView-line">
        <Legend counts={legendOf(graph)} pinned={lit.pinned} onPin={lit.setPinned} onHover={lit.setHovered} />
        <VersionNote shown={shown} />
      </div>
      {isTable ? (
        <TaskTable
          dagId={dagId}
          runId={runId}
          structure={structure}
          graph={graph}
          ids={lit.ids}
          selection={selection}
          onSelect={select}
          startedRuns={run?.started_runs ?? {}}
        />
      ) : (
        <DagDrawing
          ref={drawing}
          dagId={dagId}
          runId={runId}
          structure={structure}
          run={run}
          graph={graph}
          folding={folding}
          lit={lit.nodes}
          selection={selection}
          onSelect={select}
        />
      )}
    </div>
  );
}

function useRedrawOn(memory: GraphMemory): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    memory.changed.connect(redraw);
    return () => {
      memory.changed.disconnect(redraw);
    };
  }, [memory]);
}
