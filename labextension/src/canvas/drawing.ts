/** The drawing of one DAG of a canvas, and words about its nodes. No React. */
import type { ICanvas, ICanvasNode, IOperator } from '../api';
import type { IGraph } from '../graph/model';

/** The DAG that is shown: the chosen one if it is still there, else the first. */
export function shownDag(canvas: ICanvas, key: string | null): string | null {
  return canvas.dags.find(dag => dag.key === key)?.key ?? canvas.dags[0]?.key ?? null;
}

export function graphOf(canvas: ICanvas, dag: string, operators: readonly IOperator[]): IGraph {
  const colors = new Map(operators.map(({ name, color }) => [name, color]));
  const nodes = canvas.nodes.filter(node => node.dag === dag);
  const known = new Set(nodes.map(({ id }) => id));
  return {
    orientation: 'LR',
    nodes: nodes.map(node => ({
      id: node.id,
      label: node.label,
      kind: node.kind,
      isReadOnly: node.reason !== '',
      ...(node.parent !== null && known.has(node.parent) && { parent: node.parent }),
      ...(node.kind === 'task' && { operator: node.operator }),
      ...(colors.has(node.operator) && { color: colors.get(node.operator) })
    })),
    edges: canvas.edges
      .filter(({ source, target }) => known.has(source) && known.has(target))
      .map(({ source, target, label }) => ({ source, target, ...(label && { label }) }))
  };
}

/** An id that no task of the DAG has: `bash`, `bash_2`, … */
export function freeTaskId(canvas: ICanvas, dag: string, { title }: Pick<IOperator, 'title'>): string {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '') || 'task';
  const taken = new Set(canvas.nodes.filter(node => node.dag === dag).map(node => node.id.split(/[/.]/).pop()));
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(id)) {
      return id;
    }
  }
}

/** What is new in a canvas: all outer nodes, and those that come after none of the others. */
export function newRoots(canvas: ICanvas, known: ReadonlySet<string>): { tasks: string[]; roots: string[] } {
  const fresh = canvas.nodes.filter(({ id, kind }) => !known.has(id) && kind !== 'code');
  const ids = new Set(fresh.map(({ id }) => id));
  const tasks = fresh.filter(({ parent }) => parent === null || !ids.has(parent)).map(({ id }) => id);
  const follows = new Set(canvas.edges.filter(({ source }) => ids.has(source)).map(({ target }) => target));
  return { tasks, roots: tasks.filter(id => !follows.has(id)) };
}

/** The groups that nodes can be moved into: not themselves, nor what is in them. */
export function groupsFor(canvas: ICanvas, nodes: readonly ICanvasNode[]): ICanvasNode[] {
  const isWithin = (id: string | null): boolean =>
    id !== null && (nodes.some(node => node.id === id) || isWithin(canvas.nodes.find(node => node.id === id)?.parent ?? null));
  return canvas.nodes.filter(({ id, kind, dag, reason }) => kind === 'group' && dag === nodes[0]?.dag && !reason && !isWithin(id));
}

/** The id as people see it: without the DAG. */
export function shortId({ id, dag }: Pick<ICanvasNode, 'id' | 'dag'>): string {
  return id.slice(dag.length + 1);
}

/** Where a new task goes that is put near a node: into the group, or after the task. */
export function placeNear(node: ICanvasNode | undefined): { parent: string | null; after: string[] } {
  if (!node || node.kind === 'code') {
    return { parent: null, after: [] };
  }
  if (node.kind === 'group') {
    return { parent: node.reason ? null : node.id, after: [] };
  }
  const isReadOnly = node.reason !== '';
  return { parent: isReadOnly ? null : node.parent, after: isReadOnly && node.variable === null ? [] : [node.id] };
}

/** Offsets count characters at the server, UTF-16 units in the editor. */
export function inEditor(text: string, offset: number): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].slice(0, offset).join('').length : offset;
}
