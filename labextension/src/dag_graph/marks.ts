/** What tells the menu of task instances which one an element shows. */
import type { IGraphNode } from '../graph/model';

export interface IMark {
  readonly className: string;
  readonly data: Readonly<Record<string, string>>;
}

const NONE: IMark = { className: '', data: {} };

/** A task of a run: one task instance, or all of a mapped task with the states that they are in. Without a run there is
 * none. */
export function markOf(dagId: string, runId: string | null, node: IGraphNode | undefined): IMark {
  if (runId === null || node === undefined) {
    return NONE;
  }
  const { id, state, states = {}, count } = node;
  const known = Object.keys(states).filter(each => states[each] > 0);
  const all = known.length > 0 ? known.join(' ') : state;
  return {
    className: 'couture-TaskMark',
    data: {
      ...{ 'dag-id': dagId, 'run-id': runId, 'task-id': id },
      ...(all && { state: all }),
      ...(count === undefined && { 'map-index': '-1' })
    }
  };
}
