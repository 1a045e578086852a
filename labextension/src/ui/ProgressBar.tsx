/** How far something is: `value` of `max`, with its text beside the bar. */
import type { ReactElement } from 'react';

export interface IProgressBarProps {
  value: number;
  max: number;
  text: string;
  state?: string | null;
}

export function ProgressBar({ value, max, text, state = 'running' }: IProgressBarProps): ReactElement {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <span className={`couture-Progress couture-mod-${state ?? 'none'}`}>
      <span
        className="couture-Progress-track"
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
      >
        <span className="couture-Progress-fill" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="couture-Progress-text">{text}</span>
    </span>
  );
}
