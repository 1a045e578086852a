/**
 * Ties the camera to the page, and chooses what to show when the layout is another one. Answers how to bring a node to
 * the middle: at once, or when a layout has it.
 */
import type { RefObject } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { ILayout } from '../../graph/layout';
import type { Camera } from './camera';

/** Below this scale nothing can be read: a drawing that big opens at its beginning or at what is selected. */
const READABLE = 0.12;

export function useCamera(
  camera: Camera,
  screen: RefObject<HTMLElement>,
  plane: RefObject<HTMLElement>,
  layout: ILayout,
  selected: string | null
): (id: string) => void {
  const last = useRef<ILayout | null>(null);
  useLayoutEffect(() => camera.attach(screen.current!, plane.current!), [camera, screen, plane]);
  useLayoutEffect(() => {
    const before = last.current;
    last.current = layout;
    if (!before || before.orientation !== layout.orientation || !before.boxes.size) {
      camera.fit(layout);
    } else if (before !== layout) {
      stay(camera, before, layout, selected);
    }
  }, [camera, layout, selected]);
  const isFirst = useRef(true);
  useEffect(() => {
    const box = selected === null ? undefined : layout.boxes.get(selected);
    if (box && isFirst.current && camera.viewport.scale < READABLE) {
      camera.centre(box);
    } else if (box && !isFirst.current) {
      camera.reveal(box);
    }
    isFirst.current = false;
    // Only another choice moves the drawing; a new layout keeps its place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [camera, selected]);
  return useCentre(camera, layout);
}

function useCentre(camera: Camera, layout: ILayout): (id: string) => void {
  const wanted = useRef<string | null>(null);
  const centre = useCallback(
    (id: string): void => {
      const box = layout.boxes.get(id);
      wanted.current = box ? null : id;
      if (box) {
        camera.centre(box);
      }
    },
    [camera, layout]
  );
  useEffect(() => {
    if (wanted.current !== null) {
      centre(wanted.current);
    }
  }, [centre]);
  return centre;
}

/** Keep what people look at where it is: the selected node, or else the one nearest to the middle of the screen. */
function stay(camera: Camera, before: ILayout, after: ILayout, selected: string | null): void {
  const { viewport, screen } = camera;
  const { scale } = viewport;
  const centre = { x: (screen.width / 2 - viewport.x) / scale, y: (screen.height / 2 - viewport.y) / scale };
  let anchor = selected !== null && before.boxes.has(selected) && after.boxes.has(selected) ? selected : undefined;
  let least = Infinity;
  for (const [id, box] of anchor === undefined ? before.boxes : []) {
    const distance = Math.hypot(box.x + box.width / 2 - centre.x, box.y + box.height / 2 - centre.y);
    if (distance < least && after.boxes.has(id)) {
      least = distance;
      anchor = id;
    }
  }
  if (anchor === undefined) {
    camera.fit(after);
    return;
  }
  const [was, is] = [before.boxes.get(anchor)!, after.boxes.get(anchor)!];
  camera.go({ scale, x: viewport.x + (was.x - is.x) * scale, y: viewport.y + (was.y - is.y) * scale });
}
