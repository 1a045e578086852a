/** How big the nodes are drawn: known before they are, so that a thousand of them need not be measured. */
import type { IGraphNode } from './model';

const CHARACTER = 7.2;
const SMALL_CHARACTER = 5.9;
/** Room for the word of any usual state, so that a change of states moves nothing. */
const STATE = 10;
const LEAST = 116;
const MOST = 280;
/** The state's icon, the padding and the space of buttons. */
const AROUND = 56;

export const NODE_HEIGHT = 46;
/** The space for the name of an open group. */
export const GROUP_HEAD = 30;

/** A mapped task's "×12", and a group's "12 tasks". */
const COUNT = 30;
const GROUP_COUNT = 60;

export function nodeWidth({ kind, label, operator = '', note = '', count, state }: IGraphNode): number {
  const second = operator.length + note.length + (note ? 2 : 0) + (state === undefined ? 0 : STATE);
  const text = Math.max(label.length * CHARACTER, second * SMALL_CHARACTER) + (count === undefined ? 0 : kind === 'group' ? GROUP_COUNT : COUNT);
  return Math.round(Math.min(MOST, Math.max(LEAST, text + AROUND)));
}

/** An open group is at least as wide as its name. */
export function groupWidth(label: string): number {
  return Math.min(MOST, Math.round(label.length * CHARACTER + AROUND + GROUP_COUNT));
}

export function labelWidth(label: string): number {
  return Math.min(220, Math.round(label.length * SMALL_CHARACTER + 20));
}
