/** Folding: a folded group stands for all that it holds. */
import type { IGraph, IGraphEdge, IGraphNode } from './model';
import { edgeKey } from './model';

/** The graph as it is drawn while the groups in `folded` are shut: their edges are gathered at the groups. */
export function foldGraph(graph: IGraph, folded: ReadonlySet<string>): IGraph {
  if (!folded.size) {
    return graph;
  }
  const shown = shownInstead(graph.nodes, folded);
  const edges = new Map<string, IGraphEdge>();
  for (const edge of graph.edges) {
    const source = shown.get(edge.source) ?? edge.source;
    const target = shown.get(edge.target) ?? edge.target;
    if (source === edge.source && target === edge.target) {
      edges.set(edgeKey(edge), edge);
    } else if (source !== target) {
      const gathered = { source, target };
      edges.set(edgeKey(gathered), edges.get(edgeKey(gathered)) ?? gathered);
    }
  }
  const nodes = graph.nodes.filter(node => shown.get(node.id) === node.id);
  return { ...graph, nodes, edges: [...edges.values()] };
}

/** Which node stands for a node: itself, or the outermost folded group around it. */
export function shownInstead(nodes: readonly IGraphNode[], folded: ReadonlySet<string>): Map<string, string> {
  const parents = new Map(nodes.map(node => [node.id, node.parent]));
  const shown = new Map<string, string>();
  for (const { id } of nodes) {
    let stands = id;
    for (let each = parents.get(id); each !== undefined; each = parents.get(each)) {
      if (folded.has(each)) {
        stands = each;
      }
    }
    shown.set(id, stands);
  }
  return shown;
}

/** The groups that must be open for a node to be seen. */
export function groupsAround(nodes: readonly IGraphNode[], id: string): string[] {
  const parents = new Map(nodes.map(node => [node.id, node.parent]));
  const around: string[] = [];
  for (let each = parents.get(id); each !== undefined; each = parents.get(each)) {
    around.push(each);
  }
  return around;
}
