/** The order of the vertices in their layers, with few crossings of edges. */
import type { ILayers } from './layers';

const SWEEPS = 12;
/** After so many sweeps without a better order no other comes, as a rule. */
const IN_VAIN = 4;

/** Sorts `layers`: to and fro, each layer by where the neighbours in the one before stand; the best order is kept. */
export function sortLayers({ layers, before, after }: ILayers): void {
  const place = new Float64Array(before.length);
  const settle = (layer: readonly number[]): void => layer.forEach((vertex, index) => (place[vertex] = index));
  beginWith(layers, after);
  layers.forEach(settle);
  let best = layers.map(layer => [...layer]);
  let least = crossings(layers, after, place);
  for (let sweep = 0, inVain = 0; sweep < SWEEPS && inVain < IN_VAIN && least > 0; sweep++) {
    const isForth = sweep % 2 === 0;
    for (const layer of (isForth ? layers : [...layers].reverse()).slice(1)) {
      sortLayer(layer, isForth ? before : after, place);
      settle(layer);
    }
    const found = crossings(layers, after, place);
    inVain = found < least ? 0 : inVain + 1;
    if (found < least) {
      least = found;
      best = layers.map(layer => [...layer]);
    }
  }
  best.forEach((layer, index) => (layers[index] = layer));
}

/** What hangs together stands together: each vertex beside those that are found from the same one. */
function beginWith(layers: number[][], after: readonly number[][]): void {
  const rank = new Map<number, number>();
  const stack = [...layers.flat()].reverse();
  for (let vertex = stack.pop(); vertex !== undefined; vertex = stack.pop()) {
    if (!rank.has(vertex)) {
      rank.set(vertex, rank.size);
      stack.push(...[...after[vertex]].reverse());
    }
  }
  layers.forEach(layer => layer.sort((a, b) => rank.get(a)! - rank.get(b)!));
}

/** By the mean place of the neighbours; what has none stays about where it is. */
function sortLayer(layer: number[], neighbours: readonly number[][], place: Float64Array): void {
  const wish = new Map(
    layer.map((vertex, index) => {
      const near = neighbours[vertex];
      return [vertex, near.length ? near.reduce((sum, each) => sum + place[each], 0) / near.length : index];
    })
  );
  layer.sort((a, b) => wish.get(a)! - wish.get(b)!);
}

/** How many pairs of edges cross. */
export function crossings(layers: readonly number[][], after: readonly number[][], place: Float64Array): number {
  let count = 0;
  layers.slice(0, -1).forEach((layer, index) => {
    const tree = new Int32Array(layers[index + 1].length + 1);
    let inserted = 0;
    for (const vertex of layer) {
      const ends = after[vertex].map(each => place[each]);
      for (const end of ends) {
        count += inserted - sumUpTo(tree, end + 1);
      }
      ends.forEach(end => add(tree, end + 1));
      inserted += ends.length;
    }
  });
  return count;
}

/** A Fenwick tree: how many of the edges so far end at or before a place. */
function sumUpTo(tree: Int32Array, index: number): number {
  let sum = 0;
  for (let at = index; at > 0; at -= at & -at) {
    sum += tree[at];
  }
  return sum;
}

function add(tree: Int32Array, index: number): void {
  for (let at = index; at < tree.length; at += at & -at) {
    tree[at]++;
  }
}
