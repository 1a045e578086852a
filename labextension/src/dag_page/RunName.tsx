/** A run in a few words: its state, when it was due, and what made it. */
import type { ReactElement } from 'react';
import type { IGridRun } from '../api';
import { runTypeLabel, shortTime, StateMark, useCouture } from '../ui';

export function RunName({ run }: { run: IGridRun }): ReactElement {
  const { trans } = useCouture();
  return (
    <span className="couture-RunName">
      <StateMark state={run.state} />
      <time dateTime={run.run_after}>{shortTime(run.run_after, Date.now())}</time>
      <span className="couture-muted">{run.partition_key ?? runTypeLabel(run.run_type, trans)}</span>
    </span>
  );
}
