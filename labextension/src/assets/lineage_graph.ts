/** Which DAGs write and read which assets, as a graph. */
import type { IAsset } from '../api';
import type { IGraph, IGraphEdge, IGraphNode } from '../graph/model';

/** What a node of the lineage stands for. */
export type Subject = { kind: 'asset'; id: number } | { kind: 'dag'; id: string };

const MOST_NAMED = 2;

/** Assets that a DAG writes, reads or awaits, with these DAGs; `alone` is how many no DAG names. */
export function lineageOf(assets: readonly IAsset[]): { graph: IGraph; alone: number } {
  const named = assets.filter(isNamed);
  const dags = new Set<string>();
  const edges = new Map<string, { edge: IGraphEdge; tasks: string[] }>();
  const join = (source: string, target: string, dagId: string, task?: string): void => {
    dags.add(dagId);
    const key = JSON.stringify([source, target]);
    const known = edges.get(key) ?? { edge: { source, target }, tasks: [] };
    edges.set(key, { ...known, tasks: task === undefined ? known.tasks : [...known.tasks, task] });
  };
  for (const asset of named) {
    const node = assetNode(asset.id);
    asset.producing_tasks.forEach(({ dag_id: dag, task_id: task }) => join(dagNode(dag), node, dag, task));
    asset.consuming_tasks.forEach(({ dag_id: dag, task_id: task }) => join(node, dagNode(dag), dag, task));
    asset.scheduled_dags.forEach(({ dag_id: dag }) => join(node, dagNode(dag), dag));
  }
  const nodes: IGraphNode[] = [
    ...named.map(({ id, name, group }): IGraphNode => ({ id: assetNode(id), label: name, kind: 'asset', operator: group })),
    ...[...dags].sort().map((id): IGraphNode => ({ id: dagNode(id), label: id, kind: 'dag' }))
  ];
  const labelled = [...edges.values()].map(({ edge, tasks }) => (tasks.length ? { ...edge, label: taskText(tasks) } : edge));
  return { graph: { orientation: 'LR', nodes, edges: labelled }, alone: assets.length - named.length };
}

/** What a node stands for. */
export function subjectOf(node: string): Subject {
  const [kind, id] = [node.slice(0, node.indexOf(':')), node.slice(node.indexOf(':') + 1)];
  return kind === 'asset' ? { kind, id: Number(id) } : { kind: 'dag', id };
}

export function assetNode(id: number): string {
  return `asset:${id}`;
}

function dagNode(id: string): string {
  return `dag:${id}`;
}

function isNamed({ producing_tasks: made, consuming_tasks: read, scheduled_dags: awaited }: IAsset): boolean {
  return made.length + read.length + awaited.length > 0;
}

/** The tasks on an edge: the first ones by name. */
function taskText(tasks: readonly string[]): string {
  const left = tasks.length - MOST_NAMED;
  return tasks.slice(0, MOST_NAMED).join(', ') + (left > 0 ? ` +${left}` : '');
}
