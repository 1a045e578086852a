/** Where arrow keys lead: along the edges, and sideways to the next node of the same layer. */
import type { INeighbours } from './paths';
import type { IBox, Orientation } from './model';
import { isHorizontal } from './model';

export type Direction = 'forward' | 'back' | 'next' | 'previous';

const ARROWS: Record<Orientation, Record<string, Direction>> = {
  LR: { ArrowRight: 'forward', ArrowLeft: 'back', ArrowDown: 'next', ArrowUp: 'previous' },
  RL: { ArrowLeft: 'forward', ArrowRight: 'back', ArrowDown: 'next', ArrowUp: 'previous' },
  TB: { ArrowDown: 'forward', ArrowUp: 'back', ArrowRight: 'next', ArrowLeft: 'previous' },
  BT: { ArrowUp: 'forward', ArrowDown: 'back', ArrowRight: 'next', ArrowLeft: 'previous' }
};

/** What an arrow key means in a drawing of this orientation. */
export function directionOf(key: string, orientation: Orientation): Direction | undefined {
  return ARROWS[orientation][key];
}

/** The node that a move from `id` leads to; undefined: there is none. */
export function moved(
  id: string,
  direction: Direction,
  boxes: ReadonlyMap<string, IBox>,
  neighbours: INeighbours,
  orientation: Orientation
): string | undefined {
  const from = boxes.get(id);
  if (!from) {
    return undefined;
  }
  const along = isHorizontal(orientation);
  const across = (box: IBox): number => (along ? box.y + box.height / 2 : box.x + box.width / 2);
  if (direction === 'forward' || direction === 'back') {
    const steps = direction === 'forward' ? neighbours.downstream : neighbours.upstream;
    return nearest(steps.get(id) ?? [], boxes, box => Math.abs(across(box) - across(from)));
  }
  const sign = direction === 'next' ? 1 : -1;
  const layer = [...boxes].filter(([other, box]) => {
    return other !== id && sameLayer(from, box, along) && sign * (across(box) - across(from)) > 0;
  });
  return nearest(
    layer.map(([other]) => other),
    boxes,
    box => sign * (across(box) - across(from))
  );
}

function nearest(
  ids: readonly string[],
  boxes: ReadonlyMap<string, IBox>,
  distance: (box: IBox) => number
): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const id of ids) {
    const box = boxes.get(id);
    if (box && distance(box) < least) {
      least = distance(box);
      best = id;
    }
  }
  return best;
}

/** Whether the middle of the smaller box lies within the other one, along the layers. */
function sameLayer(one: IBox, other: IBox, along: boolean): boolean {
  const [start, length, otherStart, otherLength] = along
    ? [one.x, one.width, other.x, other.width]
    : [one.y, one.height, other.y, other.height];
  const middle = start + length / 2;
  const otherMiddle = otherStart + otherLength / 2;
  return length <= otherLength
    ? middle >= otherStart && middle <= otherStart + otherLength
    : otherMiddle >= start && otherMiddle <= start + length;
}
