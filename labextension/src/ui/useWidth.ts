/** The width of an element, followed. */
import type { RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

const FIRST = 640;

export function useWidth(): [RefObject<HTMLDivElement>, number] {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(FIRST);
  useLayoutEffect(() => {
    const node = host.current;
    if (!node) {
      return undefined;
    }
    const look = (): void => setWidth(Math.max(200, node.clientWidth || FIRST));
    const observer = new ResizeObserver(look);
    observer.observe(node);
    look();
    return () => observer.disconnect();
  }, []);
  return [host, width];
}
