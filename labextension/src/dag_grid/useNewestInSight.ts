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
  const older = useRef(onOlder);
  older.current = onOlder;
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    let before = node.scrollLeft;
    const look = (): void => {
      fromEnd.current = node.scrollWidth - node.clientWidth - node.scrollLeft;
      if (node.scrollLeft < before && node.scrollLeft < NEAR) {
        older.current?.();
      }
      before = node.scrollLeft;
    };
    // Another width leaves in sight what was at the right edge.
    const observer = new ResizeObserver(() => {
      node.scrollLeft = node.scrollWidth - node.clientWidth - fromEnd.current;
      before = node.scrollLeft;
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
