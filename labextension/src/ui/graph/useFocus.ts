/** Which node the Tab key comes to, and giving the focus to nodes that are not on screen yet. */
import type { RefObject } from 'react';
import { useCallback, useEffect, useState } from 'react';
import type { ILayout } from '../../graph/layout';
import type { Camera } from './camera';

export interface IFocus {
  /** The node that had the focus last. */
  readonly current: string | null;
  /** Bring it into sight and give it the focus. */
  focus(id: string): void;
  noticed(id: string): void;
}

export function useFocus(camera: Camera, layout: ILayout, screen: RefObject<HTMLElement>): IFocus {
  const [current, setCurrent] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  // The node is drawn because it is the current one; only then it can take the focus.
  useEffect(() => {
    if (wanted === null) {
      return;
    }
    const nodes = screen.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [];
    const node = [...nodes].find(({ dataset }) => dataset.node === wanted);
    node?.querySelector<HTMLElement>('.couture-GraphNode-body')?.focus({ preventScroll: true });
    setWanted(null);
  }, [wanted, screen]);
  const focus = useCallback(
    (id: string): void => {
      const box = layout.boxes.get(id);
      if (box) {
        camera.reveal(box);
        setCurrent(id);
        setWanted(id);
      }
    },
    [camera, layout]
  );
  return { current, focus, noticed: setCurrent };
}
