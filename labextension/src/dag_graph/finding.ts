/** Which nodes a search or a state means. */
import { shownInstead } from '../graph/folding';
import type { IGraph } from '../graph/model';
import { compareStates } from '../state/overall';

/** The tasks whose name or operator has the text, in the order of the DAG. */
export function found(graph: IGraph, text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) {
    return [];
  }
  return graph.nodes
    .filter(({ kind, id, label, operator = '' }) => {
      return kind === 'task' && [id, label, operator].some(each => each.toLowerCase().includes(wanted));
    })
    .map(({ id }) => id);
}

/** The tasks of which an instance is in the state. */
export function inState(graph: IGraph, state: string | null): string[] {
  const names = state === null ? ['none', 'no_status'] : [state];
  return graph.nodes
    .filter(({ kind, states, state: overall }) => {
      return kind === 'task' && (states ? names.some(name => (states[name] ?? 0) > 0) : overall === state);
    })
    .map(({ id }) => id);
}

/** What to light: the nodes, or the folded groups that stand for them. */
export function litNodes(graph: IGraph, folded: ReadonlySet<string>, ids: readonly string[]): Set<string> {
  const shown = shownInstead(graph.nodes, folded);
  return new Set(ids.map(id => shown.get(id) ?? id));
}

/** How many tasks are in which state, what went wrong first; null: not started. */
export function legendOf(graph: IGraph): [string | null, number][] {
  const counts = new Map<string | null, number>();
  for (const { kind, state } of graph.nodes) {
    if (kind === 'task' && state !== undefined) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  return [...counts].sort(([one], [other]) => compareStates(one, other));
}
