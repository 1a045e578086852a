/** A cell's past as small bars; the run that is shown is the last one. */
import type { ReactElement } from 'react';
import { useCouture } from '../ui';
import type { IBar } from './measures';

const WIDTH = 6;
const GAP = 2;
const HEIGHT = 24;

export interface IBarsProps {
  bars: readonly IBar[];
  label: string;
  /** The value of a full bar. */
  full: number;
}

export function Bars({ bars, label, full }: IBarsProps): ReactElement | null {
  const { trans } = useCouture();
  if (bars.length === 0) {
    return null;
  }
  const name = trans.__('%1, the oldest run first: %2', label, bars.map(bar => bar.text).join(', '));
  return (
    <svg
      className="couture-Bars"
      role="img"
      aria-label={name}
      width={bars.length * (WIDTH + GAP)}
      height={HEIGHT}
    >
      {bars.map((bar, index) => {
        const height = Math.max(1, (bar.value / full) * HEIGHT);
        return (
          <rect
            key={`${bar.runId} ${index}`}
            className={bar.isNow ? 'couture-mod-now' : bar.isOther ? 'couture-mod-other' : undefined}
            x={index * (WIDTH + GAP)}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
          >
            <title>{`${bar.text}\n${bar.runId}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** The same as text. */
export function Numbers({ bars }: { bars: readonly IBar[] }): ReactElement {
  return (
    <span className="couture-Bars-numbers">
      {bars.map((bar, index) => (
        <span key={`${bar.runId} ${index}`} className={bar.isOther ? 'couture-muted' : undefined} title={bar.runId}>
          {bar.isNow ? <strong>{bar.text}</strong> : bar.text}
        </span>
      ))}
    </span>
  );
}
