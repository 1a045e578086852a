/** Zooming a chart that scrolls: what is under the pointer, or in the middle, stays there. */
import type { RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

const WHEEL_STEP = 1.25;

/** The width of what is scrolled in pixels. Turning the wheel with Ctrl zooms. */
export function useZoom(scroller: RefObject<HTMLElement>, zoom: number, onZoom: (factor: number) => void): number {
  const [width, setWidth] = useState(800);
  const last = useRef({ zoom, at: 0.5 });
  const zoomTo = useRef(onZoom);
  zoomTo.current = onZoom;
  useEffect(() => {
    const node = scroller.current;
    if (!node) {
      return undefined;
    }
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        const { left, width: seen } = node.getBoundingClientRect();
        last.current.at = (event.clientX - left) / seen;
        zoomTo.current(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP);
      }
    };
    const observer = new ResizeObserver(() => setWidth(node.scrollWidth));
    observer.observe(node);
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      node.removeEventListener('wheel', onWheel);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (node && last.current.zoom !== zoom) {
      const { at } = last.current;
      const there = (node.scrollLeft + at * node.clientWidth) * (zoom / last.current.zoom);
      node.scrollLeft = there - at * node.clientWidth;
      last.current = { zoom, at: 0.5 };
      setWidth(node.scrollWidth);
    }
  }, [scroller, zoom]);
  return width;
}
