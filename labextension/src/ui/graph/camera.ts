/** What moves the drawing: it keeps the viewport, and tells React only when other nodes come into sight. */
import type { IBox, IPoint } from '../../graph/model';
import {
  centred,
  contains,
  fitted,
  type ISize,
  type IViewport,
  revealed,
  seen,
  zoomed
} from '../../graph/viewport';

/** How much of a node can be read: all, its name, nothing. */
export type Level = 'full' | 'names' | 'far';

/** What is drawn: nodes that touch the window, with as much detail as can be read. */
export interface ILook {
  readonly level: Level;
  readonly window: IBox;
}

const GLIDE = 220;
/** Where nothing is laid out (tests), and until the size is known. */
const UNKNOWN: ISize = { width: 800, height: 600 };

export class Camera {
  /** Take care of `screen`, in which `plane` is moved; answers how to let go of both. */
  attach(screen: HTMLElement, plane: HTMLElement): () => void {
    this._plane = plane;
    const measure = (): void => this._resize({ width: screen.clientWidth, height: screen.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(screen);
    measure();
    this._apply();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(this._frame);
      this._plane = null;
    };
  }

  get viewport(): IViewport {
    return this._viewport;
  }

  get screen(): ISize {
    return this._screen;
  }

  get look(): ILook {
    return this._look;
  }

  /** Called when the look is another one. */
  onLook = (listener: () => void): (() => void) => add(this._lookers, listener);

  /** Called whenever the drawing moves. */
  onMove = (listener: () => void): (() => void) => add(this._movers, listener);

  /** Show the whole drawing, now and when the window's size changes, until somebody moves it. */
  fit(drawing: ISize, isGliding = false): void {
    this.go(fitted(drawing, this._screen), isGliding);
    this._fitted = drawing;
  }

  zoom(factor: number, at: IPoint = { x: this._screen.width / 2, y: this._screen.height / 2 }): void {
    this.go(zoomed(this._viewport, factor, at));
  }

  pan(x: number, y: number): void {
    const { viewport } = this;
    this.go({ ...viewport, x: viewport.x + x, y: viewport.y + y });
  }

  /** Move as little as it takes to see the box. */
  reveal(box: IBox): void {
    this.go(revealed(this._viewport, box, this._screen), true);
  }

  /** Bring the box to the middle, big enough to be read. */
  centre(box: IBox, leastScale = 0.7): void {
    this.go(centred(box, this._screen, Math.max(leastScale, this._viewport.scale)), true);
  }

  go(viewport: IViewport, isGliding = false): void {
    cancelAnimationFrame(this._frame);
    this._fitted = null;
    if (isGliding && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this._glide(this._viewport, viewport);
    } else {
      this._set(viewport);
    }
  }

  private _glide(from: IViewport, to: IViewport): void {
    const start = performance.now();
    const step = (now: number): void => {
      const time = Math.min(1, Math.max(0, (now - start) / GLIDE));
      const share = 1 - (1 - time) ** 3;
      const between = (a: number, b: number): number => a + (b - a) * share;
      this._set({ x: between(from.x, to.x), y: between(from.y, to.y), scale: between(from.scale, to.scale) });
      if (time < 1) {
        this._frame = requestAnimationFrame(step);
      }
    };
    this._frame = requestAnimationFrame(step);
  }

  private _resize(size: ISize): void {
    if (size.width && size.height) {
      this._screen = size;
      if (this._fitted) {
        this.fit(this._fitted);
      } else {
        this._apply();
      }
    }
  }

  private _set(viewport: IViewport): void {
    this._viewport = viewport;
    this._apply();
  }

  private _apply(): void {
    const { x, y, scale } = this._viewport;
    if (this._plane) {
      this._plane.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    }
    const sight = seen(this._viewport, this._screen);
    const level = levelOf(scale);
    const { window } = this._look;
    if (level !== this._look.level || !contains(window, sight) || window.width > sight.width * 6) {
      this._look = { level, window: roomAround(sight) };
      this._lookers.forEach(listener => listener());
    }
    this._movers.forEach(listener => listener());
  }

  private _plane: HTMLElement | null = null;
  private _viewport: IViewport = { x: 0, y: 0, scale: 1 };
  private _screen = UNKNOWN;
  private _fitted: ISize | null = null;
  private _look: ILook = { level: 'full', window: roomAround({ x: 0, y: 0, ...UNKNOWN }) };
  private _frame = 0;
  private _lookers = new Set<() => void>();
  private _movers = new Set<() => void>();
}

function levelOf(scale: number): Level {
  return scale >= 0.55 ? 'full' : scale >= 0.3 ? 'names' : 'far';
}

function roomAround({ x, y, width, height }: IBox): IBox {
  return { x: x - width / 2, y: y - height / 2, width: width * 2, height: height * 2 };
}

function add(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
