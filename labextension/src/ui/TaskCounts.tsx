/** How many task instances of a run are in which state, as marks with numbers. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { useCouture } from './context';
import { displayLocale } from './locale';
import { StateMark } from './StateMark';
import { stateLabel } from './states';

export function TaskCounts({ counts: all }: { counts: IDagRun['task_counts'] }): ReactElement {
  const { trans } = useCouture();
  const format = new Intl.NumberFormat(displayLocale());
  const counts = Object.entries(all ?? {}).filter(([, count]) => count > 0);
  return (
    <span className="couture-RunTable-tasks">
      {counts.map(([name, count]) => {
        const state = name === 'none' || name === 'no_status' ? null : name;
        return (
          <span key={name} className="couture-RunTable-count">
            <StateMark state={state} compact title={trans.__('%1: %2', stateLabel(state, trans), count)} />
            {format.format(count)}
          </span>
        );
      })}
    </span>
  );
}
