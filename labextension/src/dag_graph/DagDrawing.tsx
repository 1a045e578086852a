/** The drawing of a DAG's tasks: what they are decorated with, and what is said of them. */
import type { ForwardedRef, ReactElement, ReactNode } from 'react';
import { forwardRef, useCallback, useMemo } from 'react';
import type { IDagStructure, IRunGraph } from '../api';
import type { ISelection } from '../tokens';
import { useCouture } from '../ui';
import { type Decorate, GraphDrawing, type IGraph, type IGraphHandle } from '../ui/graph';
import { taskOf } from './drawing';
import { markOf } from './marks';
import { TaskTip } from './TaskTip';
import type { IFolding } from './useFolding';
import { ZoomButton } from './ZoomButton';

export interface IDagDrawingProps {
  dagId: string;
  runId: string | null;
  structure: IDagStructure;
  run: IRunGraph | null;
  graph: IGraph;
  folding: IFolding;
  lit: ReadonlySet<string> | null;
  selection: ISelection;
  onSelect: (taskId: string | null) => void;
}

export const DagDrawing = forwardRef(function DagDrawing(
  props: IDagDrawingProps,
  ref: ForwardedRef<IGraphHandle>
): ReactElement {
  const { dagId, structure, graph, folding, lit, selection, onSelect } = props;
  const { trans } = useCouture();
  return (
    <GraphDrawing
      ref={ref}
      graph={graph}
      label={trans.__('Graph of %1', structure.dag_id)}
      selected={selection.taskId}
      onSelect={node => onSelect(node === null ? null : taskOf(node))}
      folded={folding.folded}
      onFold={folding.fold}
      lit={lit}
      decorate={useDecorate(props)}
      describe={useDescribe(props)}
      key={dagId}
    />
  );
});

function useDecorate({ dagId, runId, structure, run }: IDagDrawingProps): Decorate {
  const others = useMemo(() => {
    return new Map(structure.tasks.flatMap(({ task_id: id, runs_dag: dag }) => (dag === null ? [] : [[id, dag]])));
  }, [structure]);
  // Answers that say the same must not draw all nodes again.
  const startedText = JSON.stringify(run?.started_runs ?? {});
  const started = useMemo<Record<string, string>>(() => JSON.parse(startedText), [startedText]);
  return useCallback(
    node => {
      const { id, kind } = node;
      const other = others.get(id);
      return kind === 'group'
        ? {}
        : {
            ...markOf(dagId, runId, node),
            extra: other !== undefined && <ZoomButton dagId={other} runId={started[id]} />
          };
    },
    [dagId, runId, others, started]
  );
}

function useDescribe({ dagId, runId, structure, run }: IDagDrawingProps): (node: string) => ReactNode {
  return useCallback(
    (node: string): ReactNode => {
      const task = structure.tasks.find(({ task_id: id }) => id === node);
      if (!task) {
        return structure.task_groups.find(({ group_id: id }) => `/${id}` === node)?.tooltip || null;
      }
      const known = run?.tasks.find(({ task_id: id }) => id === node);
      return <TaskTip key={node} dagId={dagId} runId={runId} task={task} known={known} />;
    },
    [dagId, runId, structure, run]
  );
}
