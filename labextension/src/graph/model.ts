/**
 * A graph as drawings show it: nodes, some of which hold others, and edges.
 *
 * Edges go from what happens first to what follows. A node whose `parent` is another node is drawn inside it.
 */

/** Left to right, top to bottom, right to left, bottom to top. */
export type Orientation = 'LR' | 'TB' | 'RL' | 'BT';

export type NodeKind = 'task' | 'group' | 'dag' | 'asset' | 'code';

export interface IGraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: NodeKind;
  /** The group that holds it. */
  readonly parent?: string;
  /** A task's or run's state; null: not started; undefined: states are not shown. */
  readonly state?: string | null;
  /** The class of a task's operator, or another second line. */
  readonly operator?: string;
  /** A short remark, such as "setup". */
  readonly note?: string;
  /** How many instances a mapped task (0: not known yet), or tasks a group has. */
  readonly count?: number;
  /** How many of them are in which state. */
  readonly states?: Readonly<Record<string, number>>;
  /** A drawing that can be edited must leave it alone. */
  readonly isReadOnly?: boolean;
  /** The colour of the operator, as CSS has it. */
  readonly color?: string;
}

export interface IGraphEdge {
  readonly source: string;
  readonly target: string;
  readonly label?: string;
}

export interface IGraph {
  readonly nodes: readonly IGraphNode[];
  readonly edges: readonly IGraphEdge[];
  readonly orientation: Orientation;
}

export interface IPoint {
  readonly x: number;
  readonly y: number;
}

export interface IBox extends IPoint {
  readonly width: number;
  readonly height: number;
}

/** Whether the layers of the drawing stand beside each other. */
export function isHorizontal(orientation: Orientation): boolean {
  return orientation === 'LR' || orientation === 'RL';
}

/** A name for an edge that no other edge has. */
export function edgeKey({ source, target }: IGraphEdge): string {
  return JSON.stringify([source, target]);
}

/** The ids of the nodes that hold others. */
export function holders(graph: IGraph): Set<string> {
  return new Set(graph.nodes.flatMap(node => (node.parent === undefined ? [] : [node.parent])));
}
