/** What a drawing takes and tells. */
import type { DragEvent, MouseEvent, ReactNode } from 'react';
import type { IGraph, IGraphNode } from '../../graph/model';

/** What a feature adds to the drawing of a node. */
export interface INodeDecoration {
  className?: string;
  /** Attributes `data-<name>` of its element, for context menus. */
  data?: Readonly<Record<string, string>>;
  /** Buttons in its corner. */
  extra?: ReactNode;
}

/** Must stay the same function as long as it answers the same: a new one draws all nodes again. */
export type Decorate = (node: IGraphNode) => INodeDecoration;

/** Makes a drawing one that can be edited. */
export interface IGraphEditing {
  onConnect(source: string, target: string): void;
  onDisconnect(source: string, target: string): void;
  onDelete(id: string): void;
  /** F2, or a double click. */
  onRename?(id: string): void;
  /** A node was dragged onto another one, or onto the ground (null). */
  onMove?(id: string, onto: string | null): void;
  /** Something was dropped, near a node if there is one. */
  onDrop(event: DragEvent<HTMLElement>, near: string | null): void;
}

/** What others can have a drawing do. */
export interface IGraphHandle {
  /** Show all of it. */
  fit(): void;
  /** Bring a node to the middle; `isFocused` gives it the focus, too. */
  centre(id: string, isFocused?: boolean): void;
  /** Move as little as it takes to see a node. */
  reveal(id: string): void;
  zoom(factor: number): void;
}

export interface IGraphDrawingProps {
  graph: IGraph;
  /** What it is a drawing of, for screen readers. */
  label: string;
  selected?: string | null;
  /** All that are selected, where it can be several. */
  chosen?: ReadonlySet<string>;
  /** Click, or the space bar; null: on the ground. `isMore`: with Ctrl or Shift, for several. */
  onSelect?: (id: string | null, isMore?: boolean) => void;
  /** Double click, or Enter. */
  onOpen?: (id: string) => void;
  /** A right click, or the menu key; the browser's own menu event goes on unless it is stopped. */
  onNodeMenu?: (id: string, event: MouseEvent<HTMLElement>) => void;
  /** The groups that are shut. */
  folded?: ReadonlySet<string>;
  /** Without it groups cannot be folded. */
  onFold?: (id: string, isFolded: boolean) => void;
  /** If there is one, all other nodes are dimmed. */
  lit?: ReadonlySet<string> | null;
  decorate?: Decorate;
  /** What is shown when the pointer or the focus rests on a node. */
  describe?: (id: string) => ReactNode;
  editing?: IGraphEditing;
  /** Only a picture: no buttons, no focus, no minimap. */
  isPreview?: boolean;
}
