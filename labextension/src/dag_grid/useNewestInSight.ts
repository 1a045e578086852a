/** The newest run is in sight at first and while it was; when older ones come, what is in sight stays there. */
import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';
import type { IShownRun } from '../state/grid_cells';

export function useNewestInSight(scroller: RefObject<HTMLElement>, runs: readonly IShownRun[]): void {
  const fromEnd = useRef(0);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    const look = (): void => {
      fromEnd.current = node.scrollWidth - node.clientWidth - node.scrollLeft;
    };
    node.addEventListener('scroll', look, { passive: true });
    return () => node.removeEventListener('scroll', look);
  }, [scroller]);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (node) {
      node.scrollLeft = node.scrollWidth - node.clientWidth - fromEnd.current;
    }
  }, [scroller, runs.length]);
}
