/** A place with a panel beside it, below it where it is narrow; the border between them can be dragged or moved by keys. */
import type { KeyboardEvent, PointerEvent, ReactElement, ReactNode } from 'react';
import { useRef } from 'react';

const LEAST = 0.15;
const MOST = 0.85;
const STEP = 0.05;

export interface ISplitProps {
  /** The name of the border, for screen readers. */
  label: string;
  /** The panel's part of the whole, between 0 and 1. */
  share: number;
  onShare: (share: number) => void;
  /** Without one, the children have all the room. */
  panel: ReactNode | null;
  children: ReactNode;
}

export function Split({ label, share, onShare, panel, children }: ISplitProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const set = (wanted: number): void => onShare(Math.min(MOST, Math.max(LEAST, wanted)));
  const onPointerMove = (event: PointerEvent): void => {
    if (box.current && event.currentTarget.hasPointerCapture(event.pointerId)) {
      set(shareAt(box.current, event));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: STEP, ArrowUp: STEP, ArrowRight: -STEP, ArrowDown: -STEP }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      set(share + step);
    }
  };
  return (
    <div className="couture-Split" ref={box}>
      <div className="couture-Split-first">{children}</div>
      {panel !== null && (
        <>
          <div
            className="couture-Split-border"
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={LEAST * 100}
            aria-valuemax={MOST * 100}
            aria-valuenow={Math.round(share * 100)}
            onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          <div className="couture-Split-second" style={{ flexBasis: `${share * 100}%` }}>
            {panel}
          </div>
        </>
      )}
    </div>
  );
}

/** The part of the box that lies beyond the pointer: to its right, or below it where the panel stands below. */
function shareAt(box: HTMLElement, { clientX, clientY }: PointerEvent): number {
  const { left, right, bottom, width, height } = box.getBoundingClientRect();
  if (getComputedStyle(box).flexDirection === 'column') {
    return (bottom - clientY) / height;
  }
  const isReversed = getComputedStyle(box).direction === 'rtl';
  return (isReversed ? clientX - left : right - clientX) / width;
}
