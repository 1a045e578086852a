/** Pointer and wheel: drag to pan, wheel to zoom, drag from a port to connect, drag a node into another group. */
import type { PointerEvent, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { IPoint } from '../../graph/model';
import type { Camera } from './camera';
import type { IGraphEditing } from './props';

/** Nearer than this, it was a click. */
const DRAG = 4;

/** A connection that is being drawn; both ends in the drawing's own coordinates. */
export interface IDraft {
  readonly source: string;
  readonly from: IPoint;
  readonly to: IPoint;
}

/** A node that is being dragged, and what it is above: a node, or the ground (null). */
export interface IMove {
  readonly id: string;
  readonly at: IPoint;
  readonly onto: string | null;
}

export interface IGestures {
  readonly draft: IDraft | null;
  readonly move: IMove | null;
  readonly listeners: IGestureListeners;
}

export interface IGestureListeners {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerMove(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
  onPointerCancel(): void;
}

interface IHold {
  x: number;
  y: number;
  isDragging: boolean;
  /** The node that goes along; null: the drawing is panned. */
  node: string | null;
}

export function useGestures(
  camera: Camera,
  screen: RefObject<HTMLElement>,
  editing?: IGraphEditing
): IGestures {
  const { onConnect, onMove } = editing ?? {};
  const hold = useRef<IHold | null>(null);
  const [draft, setDraft] = useState<IDraft | null>(null);
  const [move, setMove] = useState<IMove | null>(null);
  useWheel(camera, screen);
  const placeOf = (event: PointerEvent<HTMLElement>): IPoint => inDrawing(camera, screen, event);
  const listeners: IGestureListeners = {
    onPointerDown: event => {
      if (event.button !== 0 || !(event.target instanceof Element)) {
        return;
      }
      const source = onConnect && event.target.closest<HTMLElement>('[data-port]')?.dataset.port;
      if (source !== undefined) {
        const from = placeOf(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        setDraft({ source, from, to: from });
      } else if (!event.target.closest('[data-still]')) {
        const node = onMove && event.target.closest<HTMLElement>('[data-node]')?.dataset.node;
        hold.current = { x: event.clientX, y: event.clientY, isDragging: false, node: node ?? null };
      }
    },
    onPointerMove: event => {
      if (draft) {
        setDraft({ ...draft, to: placeOf(event) });
      } else if (hold.current && isDrag(hold.current, event)) {
        const { node } = hold.current;
        if (node === null) {
          drag(camera, hold.current, event);
        } else {
          setMove({ id: node, at: placeOf(event), onto: nodeAt(event, node) });
        }
      }
    },
    onPointerUp: event => {
      if (draft) {
        const target = nodeAt(event);
        if (target !== null && target !== draft.source) {
          onConnect?.(draft.source, target);
        }
        setDraft(null);
      }
      if (move) {
        setMove(null);
        onMove?.(move.id, nodeAt(event, move.id));
      }
      hold.current = null;
    },
    onPointerCancel: () => {
      hold.current = null;
      setDraft(null);
      setMove(null);
    }
  };
  return { draft, move, listeners };
}

/** Whether it is a drag by now, no click. */
function isDrag(hold: IHold, event: PointerEvent<HTMLElement>): boolean {
  if (!hold.isDragging && Math.hypot(event.clientX - hold.x, event.clientY - hold.y) >= DRAG) {
    hold.isDragging = true;
    // From now on it is no click on what lies under the pointer.
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  return hold.isDragging;
}

function drag(camera: Camera, hold: IHold, event: PointerEvent<HTMLElement>): void {
  camera.pan(event.clientX - hold.x, event.clientY - hold.y);
  hold.x = event.clientX;
  hold.y = event.clientY;
}

/** React's own wheel listeners are passive: they could not keep the page from scrolling. */
function useWheel(camera: Camera, screen: RefObject<HTMLElement>): void {
  useEffect(() => {
    const node = screen.current;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      if (event.shiftKey) {
        camera.pan(-(event.deltaX || event.deltaY), 0);
        return;
      }
      const area = node!.getBoundingClientRect();
      const amount = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      camera.zoom(Math.exp(-amount * speed), { x: event.clientX - area.left, y: event.clientY - area.top });
    };
    node?.addEventListener('wheel', turn, { passive: false });
    return () => node?.removeEventListener('wheel', turn);
  }, [camera, screen]);
}

function inDrawing(camera: Camera, screen: RefObject<HTMLElement>, { clientX, clientY }: PointerEvent<HTMLElement>): IPoint {
  const area = screen.current!.getBoundingClientRect();
  const { x, y, scale } = camera.viewport;
  return { x: (clientX - area.left - x) / scale, y: (clientY - area.top - y) / scale };
}

/** The node under the pointer, whoever has captured it. */
function nodeAt({ clientX, clientY }: PointerEvent<HTMLElement>, except?: string): string | null {
  const nodes = document
    .elementsFromPoint(clientX, clientY)
    .map(each => each.closest<HTMLElement>('[data-node]')?.dataset.node)
    .filter(each => each !== undefined && each !== except);
  return nodes[0] ?? null;
}
