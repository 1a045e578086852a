/** Where everything stands: the graph as elk takes it, and elk's answer as drawings take it. */
import type { ElkEdgeSection, ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api';
import type { IBox, IGraph, IGraphEdge, IGraphNode, IPoint, Orientation } from './model';
import { edgeKey, holders } from './model';
import { GROUP_HEAD, groupWidth, labelWidth, NODE_HEIGHT, nodeWidth } from './sizes';

export interface ILaidOutEdge {
  readonly edge: IGraphEdge;
  readonly points: readonly IPoint[];
  /** Where its label stands. */
  readonly label?: IBox;
}

export interface ILayout {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  readonly boxes: ReadonlyMap<string, IBox>;
  readonly edges: readonly ILaidOutEdge[];
}

const DIRECTIONS: Record<Orientation, string> = { LR: 'RIGHT', TB: 'DOWN', RL: 'LEFT', BT: 'UP' };

/** From this size on, being quick counts for more than the last crossing. */
const LARGE = 300;

/** Says whether two graphs have the same drawing, apart from states and colours. */
export function layoutKey(graph: IGraph): string {
  const parents = holders(graph);
  return JSON.stringify([
    graph.orientation,
    graph.nodes.map(node => [node.id, node.parent, parents.has(node.id) ? groupWidth(node.label) : nodeWidth(node)]),
    graph.edges.map(({ source, target, label }) => [source, target, label])
  ]);
}

export function isLarge(graph: IGraph): boolean {
  return graph.nodes.length + graph.edges.length > LARGE;
}

export function toElk(graph: IGraph): ElkNode {
  const parents = holders(graph);
  const built = new Map(graph.nodes.map(node => [node.id, elkNode(node, parents.has(node.id))]));
  const roots: ElkNode[] = [];
  for (const { id, parent } of graph.nodes) {
    const holder = parent === undefined ? undefined : built.get(parent);
    (holder ? (holder.children ??= []) : roots).push(built.get(id)!);
  }
  return {
    id: 'root',
    layoutOptions: { ...options(graph.orientation, isLarge(graph), parents.size > 0) },
    children: roots,
    edges: graph.edges.filter(({ source, target }) => built.has(source) && built.has(target)).map(elkEdge)
  };
}

function options(orientation: Orientation, isQuick: boolean, hasGroups: boolean): LayoutOptions {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': DIRECTIONS[orientation],
    'elk.padding': '[top=16,left=16,bottom=16,right=16]',
    'elk.spacing.nodeNode': '22',
    'elk.spacing.edgeNode': '14',
    'elk.layered.spacing.nodeNodeBetweenLayers': '56',
    'elk.layered.spacing.edgeNodeBetweenLayers': '14',
    ...(hasGroups ? { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } : {}),
    ...(isQuick ? QUICK : THOROUGH)
  };
}

const THOROUGH: LayoutOptions = {
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES'
};

/** With groups or labels; others are not elk's (`quick/`). Of a thousand tasks in a tenth of the time that the thorough one takes, and in a fifth of the space. */
const QUICK: LayoutOptions = {
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.layered.crossingMinimization.hierarchicalSweepiness': '-1'
};

function elkNode(node: IGraphNode, isHolder: boolean): ElkNode {
  if (!isHolder) {
    return { id: node.id, width: nodeWidth(node), height: NODE_HEIGHT };
  }
  return {
    id: node.id,
    layoutOptions: {
      'elk.padding': `[top=${GROUP_HEAD + 12},left=14,bottom=14,right=14]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${groupWidth(node.label)}, ${NODE_HEIGHT})`
    }
  };
}

function elkEdge(edge: IGraphEdge): ElkExtendedEdge {
  const { source, target, label } = edge;
  return {
    id: edgeKey(edge),
    sources: [source],
    targets: [target],
    ...(label
      ? {
          labels: [
            { text: label, width: labelWidth(label), height: 18, layoutOptions: { 'elk.edgeLabels.inline': 'true' } }
          ]
        }
      : {})
  };
}

/** The drawing that elk's answer to `toElk(graph)` describes. */
export function fromElk(graph: IGraph, answer: ElkNode): ILayout {
  const boxes = new Map<string, IBox>();
  const edges = new Map<string, ElkExtendedEdge>();
  collect(answer, { x: 0, y: 0 }, boxes, edges);
  return {
    width: answer.width ?? 0,
    height: answer.height ?? 0,
    orientation: graph.orientation,
    boxes,
    edges: graph.edges.flatMap(edge => {
      const drawn = edges.get(edgeKey(edge));
      return drawn ? [laidOut(edge, drawn, boxes)] : [];
    })
  };
}

function collect(node: ElkNode, at: IPoint, boxes: Map<string, IBox>, edges: Map<string, ElkExtendedEdge>): void {
  for (const edge of node.edges ?? []) {
    edges.set(edge.id, edge);
  }
  for (const child of node.children ?? []) {
    const box = {
      x: at.x + (child.x ?? 0),
      y: at.y + (child.y ?? 0),
      width: child.width ?? 0,
      height: child.height ?? 0
    };
    boxes.set(child.id, box);
    collect(child, box, boxes, edges);
  }
}

function laidOut(edge: IGraphEdge, drawn: ElkExtendedEdge, boxes: ReadonlyMap<string, IBox>): ILaidOutEdge {
  const offset = originOf(drawn, boxes);
  const points = (drawn.sections ?? []).flatMap(sectionPoints).map(({ x, y }) => ({ x: x + offset.x, y: y + offset.y }));
  const label = drawn.labels?.[0];
  return {
    edge,
    points,
    ...(label
      ? {
          label: {
            x: (label.x ?? 0) + offset.x,
            y: (label.y ?? 0) + offset.y,
            width: label.width ?? 0,
            height: label.height ?? 0
          }
        }
      : {})
  };
}

/** Elk counts from the group that holds both ends of an edge. */
function originOf(drawn: ElkExtendedEdge, boxes: ReadonlyMap<string, IBox>): IPoint {
  const container = (drawn as { container?: string }).container;
  return (container === undefined ? undefined : boxes.get(container)) ?? { x: 0, y: 0 };
}

function sectionPoints({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): IPoint[] {
  return [startPoint, ...bendPoints, endPoint];
}
