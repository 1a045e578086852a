/** What JupyterLab expects of a browser and jsdom does not have. */

class DragEventStandIn extends MouseEvent {
  readonly dataTransfer = null;
}

class ObserverStandIn {
  observe(): void {
    // Nothing is laid out in jsdom, so nothing changes its size.
  }
  unobserve(): void {
    // See observe.
  }
  disconnect(): void {
    // See observe.
  }
}

function matchMediaStandIn(media: string): Pick<MediaQueryList, 'media' | 'matches' | 'addListener' | 'removeListener'> {
  return { media, matches: false, addListener: () => undefined, removeListener: () => undefined };
}

Object.assign(globalThis, {
  matchMedia: globalThis.matchMedia ?? matchMediaStandIn,
  DragEvent: globalThis.DragEvent ?? DragEventStandIn,
  ResizeObserver: globalThis.ResizeObserver ?? ObserverStandIn
});
