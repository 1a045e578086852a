/** Keeps the running task in sight: the drawing glides there when another one begins to run. */
import { type RefObject, useEffect, useRef } from 'react';
import { shownInstead } from '../graph/folding';
import type { IGraph } from '../graph/model';
import type { IGraphHandle } from '../ui/graph';

export function useFollowing(
  drawing: RefObject<IGraphHandle>,
  graph: IGraph | undefined,
  folded: ReadonlySet<string>,
  isOn: boolean
): void {
  const last = useRef<string | undefined>();
  useEffect(() => {
    const running = isOn ? runningTasks(graph) : [];
    // As long as the one that is followed runs, the drawing stays.
    if (!graph || !running.length || running.includes(last.current ?? '')) {
      return;
    }
    last.current = running[0];
    drawing.current?.centre(shownInstead(graph.nodes, folded).get(running[0]) ?? running[0]);
  }, [drawing, graph, folded, isOn]);
}

function runningTasks(graph: IGraph | undefined): string[] {
  return graph?.nodes.filter(({ kind, state }) => kind === 'task' && state === 'running').map(({ id }) => id) ?? [];
}
