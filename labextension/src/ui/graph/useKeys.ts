/** The keys of a drawing: arrows follow the edges, Enter opens, + − 0 zoom, C connects, F2 renames, Delete deletes. */
import type { KeyboardEvent } from 'react';
import { useMemo, useState } from 'react';
import type { ILayout } from '../../graph/layout';
import type { IGraph } from '../../graph/model';
import { directionOf, moved } from '../../graph/moves';
import type { INeighbours } from '../../graph/paths';
import type { Camera } from './camera';
import type { IGraphDrawingProps } from './props';

export interface IKeys {
  /** Where a connection that is made by keys begins. */
  readonly source: string | null;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
}

export interface IKeyTargets {
  camera: Camera;
  layout: ILayout;
  /** As it is drawn. */
  graph: IGraph;
  neighbours: INeighbours;
  focus: (id: string) => void;
  props: IGraphDrawingProps;
}

export function useKeys({ camera, layout, graph, neighbours, focus, props }: IKeyTargets): IKeys {
  const [source, setSource] = useState<string | null>(null);
  const groups = useMemo(() => new Set(graph.nodes.filter(({ kind }) => kind === 'group').map(({ id }) => id)), [graph]);
  const { editing } = props;
  const open = (id: string): void => {
    if (source !== null) {
      connect(id);
    } else if (props.onOpen) {
      props.onOpen(id);
    } else {
      props.onSelect?.(id);
    }
  };
  const connect = (target: string): void => {
    if (source !== null && source !== target) {
      editing?.onConnect(source, target);
    }
    setSource(null);
  };
  /** Whether the key meant something. */
  const onNode = (key: string, id: string): boolean => {
    const direction = directionOf(key, layout.orientation);
    if (direction) {
      const next = moved(id, direction, layout.boxes, neighbours, layout.orientation);
      if (next !== undefined) {
        focus(next);
      }
    } else if (key === 'Enter' && groups.has(id) && props.onFold && source === null) {
      props.onFold(id, !props.folded?.has(id));
    } else if (key === 'Enter') {
      open(id);
    } else if (key === 'Delete' && editing) {
      editing.onDelete(id);
    } else if (key === 'F2' && editing?.onRename) {
      editing.onRename(id);
    } else if (key.toLowerCase() === 'c' && editing) {
      setSource(id);
    } else {
      return false;
    }
    return true;
  };
  const onGround = (key: string): boolean => {
    if (key === '+' || key === '=') {
      camera.zoom(1.3);
    } else if (key === '-') {
      camera.zoom(1 / 1.3);
    } else if (key === '0') {
      camera.fit(layout, true);
    } else if (key === 'Escape' && source !== null) {
      setSource(null);
    } else if (key === 'Escape' && props.selected) {
      props.onSelect?.(null);
    } else {
      return false;
    }
    return true;
  };
  return {
    source,
    onKeyDown: event => {
      const { target, key } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) {
        return;
      }
      if (target.closest('input, textarea, select')) {
        return; // Typing, e.g. another name.
      }
      const isBody = target.classList.contains('couture-GraphNode-body');
      const id = isBody ? target.closest<HTMLElement>('[data-node]')?.dataset.node : undefined;
      if ((id !== undefined && onNode(key, id)) || onGround(key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }
  };
}
