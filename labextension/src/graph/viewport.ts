/** What part of a drawing is seen, and how big. */
import type { IBox, IPoint } from './model';

/** Screen = graph · scale + (x, y). */
export interface IViewport extends IPoint {
  readonly scale: number;
}

export interface ISize {
  readonly width: number;
  readonly height: number;
}

export const LEAST_SCALE = 0.02;
export const MOST_SCALE = 2.5;
const MARGIN = 16;

export function clampScale(scale: number): number {
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));
}

/** The whole drawing in the middle, not bigger than it is. */
export function fitted(drawing: ISize, screen: ISize, most = 1): IViewport {
  const scale = clampScale(
    Math.min(most, (screen.width - 2 * MARGIN) / (drawing.width || 1), (screen.height - 2 * MARGIN) / (drawing.height || 1))
  );
  return {
    scale,
    x: (screen.width - drawing.width * scale) / 2,
    y: (screen.height - drawing.height * scale) / 2
  };
}

/** Bigger or smaller, while the point of the screen stays where it is. */
export function zoomed({ x, y, scale }: IViewport, factor: number, at: IPoint): IViewport {
  const next = clampScale(scale * factor);
  const real = next / scale;
  return { scale: next, x: at.x - (at.x - x) * real, y: at.y - (at.y - y) * real };
}

/** The box in the middle of the screen. */
export function centred(box: IBox, screen: ISize, scale: number): IViewport {
  return {
    scale,
    x: screen.width / 2 - (box.x + box.width / 2) * scale,
    y: screen.height / 2 - (box.y + box.height / 2) * scale
  };
}

/** Moved as little as it takes to see the whole box. */
export function revealed(viewport: IViewport, box: IBox, screen: ISize): IViewport {
  const { scale } = viewport;
  return {
    scale,
    x: shifted(viewport.x, box.x * scale, box.width * scale, screen.width),
    y: shifted(viewport.y, box.y * scale, box.height * scale, screen.height)
  };
}

function shifted(offset: number, start: number, length: number, screen: number): number {
  if (start + offset < MARGIN) {
    return MARGIN - start;
  }
  if (start + length + offset > screen - MARGIN) {
    return Math.max(MARGIN - start, screen - MARGIN - start - length);
  }
  return offset;
}

/** The part of the drawing that the screen shows. */
export function seen({ x, y, scale }: IViewport, screen: ISize): IBox {
  return { x: -x / scale, y: -y / scale, width: screen.width / scale, height: screen.height / scale };
}

/** The box and as much again on each side. */
export function widened(box: IBox): IBox {
  return { x: box.x - box.width, y: box.y - box.height, width: box.width * 3, height: box.height * 3 };
}

export function contains(outer: IBox, inner: IBox): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function overlap(one: IBox, other: IBox): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
