/** A state: its shape, its colour and, unless it must be small, its word. */
import type { ReactElement } from 'react';
import { useCouture } from './context';
import { StateIcon } from './StateIcon';
import { stateLabel } from './states';

export interface IStateMarkProps {
  state: string | null;
  /** Only the shape; the word becomes its accessible name. */
  compact?: boolean;
  /** Longer text for the tooltip; the state's word without it. */
  title?: string;
}

export function StateMark({ state, compact = false, title }: IStateMarkProps): ReactElement {
  const { trans } = useCouture();
  const label = stateLabel(state, trans);
  return (
    <span
      className={`couture-StateMark couture-mod-${state ?? 'none'}`}
      title={title ?? (compact ? label : undefined)}
      role={compact ? 'img' : undefined}
      aria-label={compact ? (title ?? label) : undefined}
    >
      <StateIcon state={state} />
      {!compact && <span className="couture-StateMark-label">{label}</span>}
    </span>
  );
}
