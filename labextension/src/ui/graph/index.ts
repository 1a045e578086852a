/** Drawings of graphs, for every feature. */
export type { IGraph, IGraphEdge, IGraphNode, NodeKind, Orientation } from '../../graph/model';
export { GraphDrawing } from './GraphDrawing';
export type { Decorate, IGraphDrawingProps, IGraphEditing, IGraphHandle, INodeDecoration } from './props';
