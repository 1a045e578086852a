/** Clicks, hovering, focus, menus and drops: one listener for all nodes. */
import type { DragEvent, FocusEvent, MouseEvent, PointerEvent } from 'react';
import type { IGraphDrawingProps } from './props';
import type { ITip } from './useTip';

export interface IPointing {
  onClick(event: MouseEvent<HTMLElement>): void;
  onDoubleClick(event: MouseEvent<HTMLElement>): void;
  onContextMenu(event: MouseEvent<HTMLElement>): void;
  onPointerOver(event: PointerEvent<HTMLElement>): void;
  onPointerLeave(): void;
  onFocus(event: FocusEvent<HTMLElement>): void;
  onBlur(): void;
  onDragOver?(event: DragEvent<HTMLElement>): void;
  onDrop?(event: DragEvent<HTMLElement>): void;
}

export function usePointing(props: IGraphDrawingProps, tip: ITip, onFocused: (id: string) => void): IPointing {
  const { onSelect, onOpen, onFold, folded, onNodeMenu, editing } = props;
  return {
    onClick: ({ target, ctrlKey, metaKey, shiftKey }) => {
      const group = named(target, 'fold');
      if (group !== undefined) {
        onFold?.(group, !folded?.has(group));
      } else if (isPlain(target)) {
        onSelect?.(named(target, 'node') ?? null, ctrlKey || metaKey || shiftKey);
      }
    },
    onDoubleClick: ({ target }) => {
      const id = named(target, 'node');
      if (id !== undefined && isPlain(target)) {
        onOpen?.(id);
        editing?.onRename?.(id);
      }
    },
    onContextMenu: event => {
      const id = named(event.target, 'node');
      if (id !== undefined) {
        onNodeMenu?.(id, event);
      }
    },
    onPointerOver: ({ target, buttons }) => tip.show(buttons === 0 && isPlain(target) ? (named(target, 'node') ?? null) : null),
    onPointerLeave: () => tip.show(null),
    onFocus: ({ target }) => {
      const id = named(target, 'node');
      if (id !== undefined && target.classList.contains('couture-GraphNode-body')) {
        onFocused(id);
        tip.show(target.matches(':focus-visible') ? id : null);
      }
    },
    onBlur: () => tip.show(null),
    ...(editing && {
      onDragOver: event => event.preventDefault(),
      onDrop: event => {
        event.preventDefault();
        editing.onDrop(event, named(event.target, 'node') ?? null);
      }
    })
  };
}

/** What the attribute `data-<name>` around an element says. */
function named(target: EventTarget, name: 'node' | 'fold'): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>(`[data-${name}]`)?.dataset[name] : undefined;
}

/** Whether it is the node or the ground itself, not a button on it. */
function isPlain(target: EventTarget): boolean {
  const button = target instanceof Element ? target.closest('button, a, [data-port]') : null;
  return !button || button.classList.contains('couture-GraphNode-body');
}
