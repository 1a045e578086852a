/** The DAG that saving would make, as a graph. */
import type { INotebookDag, INotebookFlow } from '../api';
import type { IGraph } from '../graph/model';

const MOST_NAMES = 3;

/** Tasks from left to right; on an edge stands what flows along it. */
export function drawingOf(dag: INotebookDag): IGraph {
  const nodes = dag.tasks.map(task => ({
    id: task.task_id,
    label: task.task_id,
    kind: 'task' as const,
    operator: task.notebook.split('/').pop()
  }));
  const edges = dag.tasks.flatMap(task =>
    task.upstream.map(source => ({ source, target: task.task_id, label: labelOf(dag.flows, source, task.task_id) }))
  );
  return { nodes, edges, orientation: 'LR' };
}

function labelOf(flows: readonly INotebookFlow[], source: string, target: string): string | undefined {
  const names = flows
    .filter(flow => flow.source === source && flow.target === target && flow.kind !== 'order')
    .map(flow => flow.name);
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} …` : shown || undefined;
}

/** A DAG id for a file or a folder: `Daily report.ipynb` is `daily_report`. */
export function proposedId(path: string): string {
  const name = (path.split('/').pop() ?? '').replace(/\.[^.]*$/, '');
  return name.toLowerCase().replace(/[^a-z0-9_.-]+/g, '_').replace(/^[_.-]+|[_.-]+$/g, '') || 'notebooks';
}
