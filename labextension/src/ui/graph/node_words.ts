/** A node in words: for screen readers, and for the second line. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IGraphNode } from '../../graph/model';
import { stateLabel } from '../states';

/** All that a node's drawing says. */
export function nodeText(node: IGraphNode, trans: TranslationBundle): string {
  return [
    node.label,
    node.kind === 'group' ? trans.__('task group') : null,
    node.state === undefined ? null : stateLabel(node.state, trans),
    node.operator,
    node.note,
    node.count === undefined ? null : countText(node, trans),
    ...countsOf(node).map(([state, count]) => trans.__('%1: %2', stateLabel(state, trans), count)),
    node.isReadOnly ? trans.__('read-only') : null
  ]
    .filter(Boolean)
    .join(', ');
}

export function countText({ kind, count = 0 }: IGraphNode, trans: TranslationBundle): string {
  if (kind !== 'group' && count === 0) {
    return trans.__('mapped');
  }
  return kind === 'group'
    ? trans._n('%1 task', '%1 tasks', count)
    : trans._n('%1 instance', '%1 instances', count);
}

/** The states that there are, with how many; null: not started. */
export function countsOf({ states = {} }: IGraphNode): [string | null, number][] {
  return Object.entries(states)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => [state === 'none' || state === 'no_status' ? null : state, count]);
}
