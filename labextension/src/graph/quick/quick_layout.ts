/**
 * The layout of a large graph without groups and labels, in some hundredths of a second and in the page itself: elk, whose
 * code is new to the browser each time, takes more than half a second for a thousand tasks.
 *
 * Each part that hangs together is drawn in layers; the parts stand in rows below each other.
 */
import type { ILaidOutEdge, ILayout } from '../layout';
import { type IBox, type IGraph, type IGraphEdge, type IGraphNode, type IPoint, isHorizontal, type Orientation } from '../model';
import { NODE_HEIGHT, nodeWidth } from '../sizes';
import { around } from '../strokes';
import { sortLayers } from './crossings';
import { type ILayers, layersOf } from './layers';
import { placesOf } from './places';

const MARGIN = 16;
const BETWEEN_LAYERS = 56;
const MOST_BETWEEN_LAYERS = 400;
const STEEPEST = 12;
const BETWEEN_PARTS = 32;
/** How much wider than high the parts together should be. */
const SHAPE = 1.6;

type Part = Pick<IGraph, 'nodes' | 'edges'>;

/** Undefined: this way does not draw it. */
export function quickLayout(graph: IGraph): ILayout | undefined {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  if (graph.nodes.some(({ parent }) => parent !== undefined && ids.has(parent)) || graph.edges.some(({ label }) => label)) {
    return undefined;
  }
  const edges = graph.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  const drawn: ILayout[] = [];
  for (const part of partsOf({ nodes: graph.nodes, edges })) {
    const layout = partLayout(part, graph.orientation);
    if (!layout) {
      return undefined;
    }
    drawn.push(layout);
  }
  return inRows(drawn, graph.orientation);
}

/** What hangs together, in the order of the graph. */
function partsOf({ nodes, edges }: Part): Part[] {
  const leader = new Map(nodes.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let root = id;
    while (leader.get(root) !== root) {
      leader.set(root, leader.get(leader.get(root)!)!);
      root = leader.get(root)!;
    }
    return root;
  };
  edges.forEach(({ source, target }) => leader.set(find(target), find(source)));
  const parts = new Map<string, { nodes: IGraphNode[]; edges: IGraphEdge[] }>();
  for (const node of nodes) {
    const root = find(node.id);
    const part = parts.get(root) ?? { nodes: [], edges: [] };
    part.nodes.push(node);
    parts.set(root, part);
  }
  edges.forEach(edge => parts.get(find(edge.source))!.edges.push(edge));
  return [...parts.values()];
}

/** A part in layers: places along the way of the edges, and across it. */
interface IFrame {
  readonly layered: ILayers;
  /** Of each node: how much it takes along, and across. */
  readonly sizes: readonly (readonly [number, number])[];
  readonly layerOf: ReadonlyMap<number, number>;
  /** Where each layer begins and ends along. */
  readonly spans: readonly (readonly [number, number])[];
  /** The middle of each vertex across. */
  readonly middles: Float64Array;
}

function partLayout(part: Part, orientation: Orientation): ILayout | undefined {
  const layered = layersOf(part);
  if (!layered) {
    return undefined;
  }
  sortLayers(layered);
  const sizes = part.nodes.map((node): [number, number] =>
    isHorizontal(orientation) ? [nodeWidth(node), NODE_HEIGHT] : [NODE_HEIGHT, nodeWidth(node)]
  );
  const layerOf = new Map(layered.layers.flatMap((layer, index) => layer.map((vertex): [number, number] => [vertex, index])));
  const middles = placesOf(layered, node => sizes[node][1]);
  const spans = spansOf(layered, sizes, middles);
  const frame: IFrame = { layered, sizes, layerOf, spans, middles };
  const half = (vertex: number): number => (sizes[vertex]?.[1] ?? 0) / 2;
  const least = middles.reduce((found, middle, vertex) => Math.min(found, middle - half(vertex)), Infinity);
  const most = middles.reduce((found, middle, vertex) => Math.max(found, middle + half(vertex)), -Infinity);
  const end = spans[spans.length - 1][1];
  const turn = turnOf(orientation, end, least);
  return {
    ...(isHorizontal(orientation) ? { width: end, height: most - least } : { width: most - least, height: end }),
    orientation,
    boxes: new Map(part.nodes.map(({ id }, node): [string, IBox] => [id, boxOf(frame, node, turn)])),
    edges: part.edges.map((edge, index) => ({ edge, points: wayOf(frame, layered.ways[index]).map(turn) }))
  };
}

/** Between layers there is the more room the farther edges go across there, so that they can be told apart. */
function spansOf({ layers, after }: ILayers, sizes: IFrame['sizes'], middles: Float64Array): [number, number][] {
  let start = 0;
  return layers.map(layer => {
    const deepest = layer.reduce((most, vertex) => Math.max(most, sizes[vertex]?.[0] ?? 0), 0);
    const span: [number, number] = [start, start + deepest];
    const farthest = layer.reduce((most, vertex) => {
      return after[vertex].reduce((found, next) => Math.max(found, Math.abs(middles[next] - middles[vertex])), most);
    }, 0);
    start += deepest + Math.min(MOST_BETWEEN_LAYERS, Math.max(BETWEEN_LAYERS, farthest / STEEPEST));
    return span;
  });
}

/** Where a node begins and ends along: it stands in the middle of its layer. */
function reachOf({ sizes, spans, layerOf }: IFrame, node: number): [number, number] {
  const [start, end] = spans[layerOf.get(node)!];
  const inset = (end - start - sizes[node][0]) / 2;
  return [start + inset, end - inset];
}

function boxOf(frame: IFrame, node: number, turn: (point: IPoint) => IPoint): IBox {
  const [start, end] = reachOf(frame, node);
  const half = frame.sizes[node][1] / 2;
  const corners = [
    turn({ x: start, y: frame.middles[node] - half }),
    turn({ x: end, y: frame.middles[node] + half })
  ] as const;
  return around(corners);
}

/** From the source's end through the layers that it passes, level in each, to the target's beginning. */
function wayOf(frame: IFrame, way: readonly number[]): IPoint[] {
  return way.flatMap((vertex, at) => {
    const y = frame.middles[vertex];
    const [start, end] = frame.spans[frame.layerOf.get(vertex)!];
    const isFirst = at === 0;
    const isLast = at === way.length - 1;
    const [nodeStart, nodeEnd] = isFirst || isLast ? reachOf(frame, vertex) : [start, end];
    const into = nodeStart > start ? [start, nodeStart] : [nodeStart];
    const outOf = nodeEnd < end ? [nodeEnd, end] : [nodeEnd];
    return (isFirst ? outOf : isLast ? into : [start, end]).map(x => ({ x, y }));
  });
}

/** From places along (x) and across (y) to those in the drawing. */
function turnOf(orientation: Orientation, end: number, least: number): (point: IPoint) => IPoint {
  const isBack = orientation === 'RL' || orientation === 'BT';
  return ({ x, y }) => {
    const along = isBack ? end - x : x;
    return isHorizontal(orientation) ? { x: along, y: y - least } : { x: y - least, y: along };
  };
}

/** The parts beside each other, in as many rows as make a shape for a screen. */
function inRows(parts: readonly ILayout[], orientation: Orientation): ILayout {
  const area = parts.reduce((sum, { width, height }) => sum + (width + BETWEEN_PARTS) * (height + BETWEEN_PARTS), 0);
  const room = parts.reduce((most, { width }) => Math.max(most, width), Math.sqrt(area * SHAPE));
  const boxes = new Map<string, IBox>();
  const edges: ILaidOutEdge[] = [];
  let [x, y, row, width] = [0, 0, 0, 0];
  for (const part of parts) {
    if (x > 0 && x + part.width > room) {
      [x, y, row] = [0, y + row + BETWEEN_PARTS, 0];
    }
    const moved = (point: IPoint): IPoint => ({ x: point.x + x + MARGIN, y: point.y + y + MARGIN });
    part.boxes.forEach((box, id) => boxes.set(id, { ...box, ...moved(box) }));
    edges.push(...part.edges.map(({ edge, points }) => ({ edge, points: points.map(moved) })));
    width = Math.max(width, x + part.width);
    row = Math.max(row, part.height);
    x += part.width + BETWEEN_PARTS;
  }
  return { width: width + 2 * MARGIN, height: y + row + 2 * MARGIN, orientation, boxes, edges };
}
