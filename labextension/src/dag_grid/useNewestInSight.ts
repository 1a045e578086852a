/** The newest run is in sight at first and while it was; when older ones come, what is in sight stays there. Scrolling to the
 * oldest one asks for older ones. */
import type { Dispatch, RefObject, SetStateAction } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { IShownRun } from '../state/grid_cells';
import type { IPlace } from './moves';

/** So near to the oldest run older ones are asked for, in pixels. */
const NEAR = 24;

export function useNewestInSight(scroller: RefObject<HTMLElement>, runs: readonly IShownRun[], onOlder?: () => void): void {
  const fromEnd = useRef(0);
  const seen = useRef({ left: 0, width: 0 });
  const older = useRef(onOlder);
  older.current = onOlder;
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    const look = (): void => {
      const { scrollLeft: left, scrollWidth: width } = node;
      fromEnd.current = width - node.clientWidth - left;
      // Fewer runs move it, too: only a person who scrolls what is there asks for more.
      if (width === seen.current.width && left < seen.current.left && left < NEAR) {
        older.current?.();
      }
      seen.current = { left, width };
    };
    // Another width leaves in sight what was at the right edge.
    const observer = new ResizeObserver(() => {
      node.scrollLeft = node.scrollWidth - node.clientWidth - fromEnd.current;
      seen.current = { left: node.scrollLeft, width: node.scrollWidth };
    });
    observer.observe(node);
    node.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', look);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (node) {
      node.scrollLeft = node.scrollWidth - node.clientWidth - fromEnd.current;
      seen.current = { left: node.scrollLeft, width: node.scrollWidth };
    }
  }, [scroller, runs.length]);
}

/** The keyboard's place stays at its run when older ones come before it. */
export function useSamePlace(runs: readonly IShownRun[], setPlace: Dispatch<SetStateAction<IPlace>>): void {
  const oldest = runs[0]?.run.dag_run_id;
  const before = useRef(oldest);
  useEffect(() => {
    const came = runs.findIndex(({ run }) => run.dag_run_id === before.current);
    before.current = oldest;
    if (came > 0) {
      setPlace(place => (place.column < 0 ? place : { ...place, column: place.column + came }));
    }
  }, [oldest, runs, setPlace]);
}
