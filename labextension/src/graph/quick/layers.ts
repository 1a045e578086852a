/**
 * Which layer every node stands in, and the ways of edges that pass other layers.
 *
 * Words: a vertex is a node, or a bend of an edge in a layer that it passes. Where there would be many more bends than
 * nodes, edges from a node that pass the same layer share one bend there (or those to a node, if it has more of them): a
 * task that all others follow is one line that branches, not a thousand beside each other.
 */
import type { IGraph } from '../model';

export interface ILayers {
  /** The vertices of each layer, in the order in which they stand; those below `nodeCount` are nodes. */
  readonly layers: number[][];
  readonly nodeCount: number;
  /** Vertex -> the vertices that it is joined with in the layer before its own, and in the one after it. */
  readonly before: readonly number[][];
  readonly after: readonly number[][];
  /** Of each edge, in the order of the graph: its vertices from the source to the target. */
  readonly ways: readonly number[][];
}

type Pair = readonly [number, number];

/** More vertices than these are laid out where nobody waits for the page. */
const MOST = 12_000;
/** With more bends for each node than these they are shared. */
const BENDS_A_NODE = 2;

/** Undefined: the edges go in a circle, or there are too many vertices. */
export function layersOf({ nodes, edges }: Pick<IGraph, 'nodes' | 'edges'>): ILayers | undefined {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const pairs = edges.map(({ source, target }): Pair => [numbers.get(source)!, numbers.get(target)!]);
  const after = neighbours(nodes.length, pairs);
  const before = neighbours(nodes.length, pairs.map(([source, target]): Pair => [target, source]));
  const depth = depths(before, after);
  const layers = depth && joined(nodes.length, pairs, depth);
  return layers && layers.before.length <= MOST ? layers : undefined;
}

function neighbours(count: number, pairs: readonly Pair[]): number[][] {
  const found = Array.from({ length: count }, (): number[] => []);
  pairs.forEach(([from, to]) => found[from].push(to));
  return found;
}

/** As far from the beginning as the longest way there; what nothing leads to stands right before what follows it. */
function depths(before: readonly number[][], after: readonly number[][]): number[] | undefined {
  const depth = before.map(() => 0);
  const open = before.map(each => each.length);
  const sorted = open.flatMap((count, vertex) => (count ? [] : [vertex]));
  for (const vertex of sorted) {
    for (const next of after[vertex]) {
      depth[next] = Math.max(depth[next], depth[vertex] + 1);
      if (--open[next] === 0) {
        sorted.push(next);
      }
    }
  }
  for (const vertex of sorted) {
    if (!before[vertex].length && after[vertex].length) {
      depth[vertex] = after[vertex].reduce((least, next) => Math.min(least, depth[next]), Infinity) - 1;
    }
  }
  return sorted.length === before.length ? depth : undefined;
}

function joined(nodeCount: number, pairs: readonly Pair[], depth: readonly number[]): ILayers {
  const layers: number[][] = Array.from({ length: depth.reduce((most, each) => Math.max(most, each), 0) + 1 }, () => []);
  depth.forEach((layer, vertex) => layers[layer].push(vertex));
  const before: number[][] = depth.map(() => []);
  const after: number[][] = depth.map(() => []);
  const join = (from: number, to: number): void => {
    if (!after[from].includes(to)) {
      after[from].push(to);
      before[to].push(from);
    }
  };
  const bends = new Map<string, number>();
  const bend = (owner: string, layer: number): number => {
    const key = `${owner}:${layer}`;
    const vertex = bends.get(key) ?? before.length;
    if (vertex === before.length) {
      bends.set(key, vertex);
      layers[layer].push(vertex);
      before.push([]);
      after.push([]);
    }
    return vertex;
  };
  const owner = ownerOf(pairs, depth);
  const ways = pairs.map(([source, target]) => {
    const way = [source];
    for (let layer = depth[source] + 1; layer < depth[target]; layer++) {
      way.push(bend(owner(source, target), layer));
    }
    way.push(target);
    way.slice(1).forEach((vertex, index) => join(way[index], vertex));
    return way;
  });
  return { layers, nodeCount, before, after, ways };
}

/** Whose bends a long edge shares: those of the end that has more long edges, or nobody's. */
function ownerOf(pairs: readonly Pair[], depth: readonly number[]): (source: number, target: number) => string {
  const bends = pairs.reduce((sum, [source, target]) => sum + depth[target] - depth[source] - 1, 0);
  if (bends <= depth.length * BENDS_A_NODE) {
    return (source, target) => `${source} ${target}`;
  }
  const from = new Map<number, number>();
  const to = new Map<number, number>();
  for (const [source, target] of pairs.filter(([a, b]) => depth[b] - depth[a] > 1)) {
    from.set(source, (from.get(source) ?? 0) + 1);
    to.set(target, (to.get(target) ?? 0) + 1);
  }
  return (source, target) => ((from.get(source) ?? 0) >= (to.get(target) ?? 0) ? `from ${source}` : `to ${target}`);
}
