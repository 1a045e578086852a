/** The border between the text and the panel. */
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useCouture } from '../ui';

const LEAST = 20; // per cent
const MOST = 85;
const STEP = 5;

export interface IBorderProps {
  /** How much of the width the text has, in per cent. */
  share: number;
  onShare: (share: number) => void;
}

export function Border({ share, onShare }: IBorderProps): ReactElement {
  const { trans } = useCouture();
  const set = (wanted: number): void => onShare(Math.min(MOST, Math.max(LEAST, Math.round(wanted))));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const whole = event.currentTarget.parentElement;
    if (whole && event.currentTarget.hasPointerCapture(event.pointerId)) {
      const { left, width } = whole.getBoundingClientRect();
      set(((event.clientX - left) / width) * 100);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      set(share + step);
    }
  };
  return (
    <div
      className="couture-DagEditor-border"
      role="separator"
      aria-orientation="vertical"
      aria-label={trans.__('Width of the text')}
      aria-valuenow={share}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
