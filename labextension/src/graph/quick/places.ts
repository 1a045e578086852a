/** Where the vertices stand in their layers: as near to their neighbours as their order and their sizes allow. */
import type { ILayers } from './layers';

const ROUNDS = 5;
const BETWEEN_NODES = 22;
const BESIDE_EDGES = 14;
/** A long edge bends at its ends rather than on its way. */
const STRAIGHT = 4;
/** A vertex without neighbours gives way. */
const LOOSE = 0.05;

/** The middle of each vertex across the layers; `size`: how much of that each node takes. */
export function placesOf({ layers, nodeCount, before, after }: ILayers, size: (node: number) => number): Float64Array {
  const place = new Float64Array(before.length);
  const sizeOf = (vertex: number): number => (vertex < nodeCount ? size(vertex) : 0);
  const offsets = layers.map(layer => offsetsOf(layer, nodeCount, sizeOf));
  layers.forEach((layer, index) => layer.forEach((vertex, at) => (place[vertex] = offsets[index][at])));
  const both = before.map((each, vertex) => [...each, ...after[vertex]]);
  const settle = (index: number, neighbours: readonly number[][]): void => {
    const layer = layers[index];
    const wishes = layer.map(vertex => wishOf(vertex, neighbours[vertex], nodeCount, place));
    const found = nearest(wishes, offsets[index]);
    layer.forEach((vertex, at) => (place[vertex] = found[at]));
  };
  for (let round = 0; round < ROUNDS; round++) {
    const isLast = round === ROUNDS - 1;
    layers.forEach((_, index) => settle(index, isLast ? both : before));
    layers.forEach((_, index) => settle(layers.length - 1 - index, isLast ? both : after));
  }
  return place;
}

/** How far from the first vertex of its layer each must at least be. */
function offsetsOf(layer: readonly number[], nodeCount: number, sizeOf: (vertex: number) => number): number[] {
  let offset = 0;
  return layer.map((vertex, at) => {
    if (at > 0) {
      const isEdge = vertex >= nodeCount || layer[at - 1] >= nodeCount;
      offset += (sizeOf(layer[at - 1]) + sizeOf(vertex)) / 2 + (isEdge ? BESIDE_EDGES : BETWEEN_NODES);
    }
    return offset;
  });
}

interface IWish {
  at: number;
  weight: number;
}

function wishOf(vertex: number, neighbours: readonly number[], nodeCount: number, place: Float64Array): IWish {
  let [sum, weight] = [0, 0];
  for (const each of neighbours) {
    const counts = vertex >= nodeCount && each >= nodeCount ? STRAIGHT : 1;
    sum += place[each] * counts;
    weight += counts;
  }
  return weight ? { at: sum / weight, weight } : { at: place[vertex], weight: LOOSE };
}

/** The places that keep the offsets and have the least sum of squared distances from the wishes: vertices that would be
 * too near to each other are joined to a block, which stands where its members wish on the average. */
function nearest(wishes: readonly IWish[], offsets: readonly number[]): number[] {
  const blocks: { at: number; weight: number; members: number }[] = [];
  wishes.forEach(({ at, weight }, index) => {
    let block = { at: at - offsets[index], weight, members: 1 };
    for (let last = blocks.at(-1); last && last.at > block.at; last = blocks.at(-1)) {
      const both = last.weight + block.weight;
      block = { at: (last.at * last.weight + block.at * block.weight) / both, weight: both, members: last.members + block.members };
      blocks.pop();
    }
    blocks.push(block);
  });
  const starts = blocks.flatMap(({ at, members }) => Array.from({ length: members }, () => at));
  return starts.map((start, index) => start + offsets[index]);
}
