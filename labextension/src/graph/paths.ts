/** What leads to a node and what follows it. */
import type { IGraphEdge } from './model';

export interface INeighbours {
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
}

export function neighboursOf(edges: readonly IGraphEdge[]): INeighbours {
  const upstream = new Map<string, string[]>();
  const downstream = new Map<string, string[]>();
  for (const { source, target } of edges) {
    put(downstream, source, target);
    put(upstream, target, source);
  }
  return { upstream, downstream };
}

/** `start` and everything that can be reached from it by the steps. */
export function reachable(start: string, steps: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set([start]);
  const left = [start];
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    for (const next of steps.get(each) ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        left.push(next);
      }
    }
  }
  return seen;
}

/** The edges on ways that lead to `id` or away from it. */
export function edgesThrough(id: string, edges: readonly IGraphEdge[], neighbours: INeighbours): IGraphEdge[] {
  const before = reachable(id, neighbours.upstream);
  const after = reachable(id, neighbours.downstream);
  return edges.filter(({ source, target }) => {
    return (before.has(source) && before.has(target)) || (after.has(source) && after.has(target));
  });
}

function put(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key);
  if (values) {
    values.push(value);
  } else {
    map.set(key, [value]);
  }
}
