/** The states of the run's tasks with their numbers; resting on one, or pressing it, lights its tasks. */
import type { ReactElement } from 'react';
import { StateMark, useCouture } from '../ui';
import { stateLabel } from '../ui/states';

export interface ILegendProps {
  counts: readonly [string | null, number][];
  /** The state whose tasks are lit until it is pressed again; undefined: none. */
  pinned: string | null | undefined;
  onPin: (state: string | null | undefined) => void;
  /** Undefined: no longer. */
  onHover: (state: string | null | undefined) => void;
}

export function Legend({ counts, pinned, onPin, onHover }: ILegendProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-GraphLegend" role="group" aria-label={trans.__('States of the tasks')}>
      {counts.map(([state, count]) => (
        <button
          key={state}
          type="button"
          className="couture-GraphLegend-state"
          aria-pressed={pinned === state}
          aria-label={trans._n('%2: %1 task', '%2: %1 tasks', count, stateLabel(state, trans))}
          title={trans.__('Show where they are')}
          onClick={() => onPin(pinned === state ? undefined : state)}
          onPointerEnter={() => onHover(state)}
          onPointerLeave={() => onHover(undefined)}
          onFocus={() => onHover(state)}
          onBlur={() => onHover(undefined)}
        >
          <StateMark state={state} />
          <span className="couture-GraphLegend-count">{count}</span>
        </button>
      ))}
    </div>
  );
}
