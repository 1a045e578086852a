/** The last runs of a DAG as small marks, the newest on the right; each leads to its run. */
import type { ReactElement } from 'react';
import type { IDagSummary, IRunMark } from '../api';
import { CommandIDs } from '../commands';
import { StateMark, absoluteTime, stateLabel, useCouture } from '../ui';

const MARKS = 8;

export function RecentRuns({ dag, tabIndex }: { dag: IDagSummary; tabIndex: number }): ReactElement {
  const { commands, trans } = useCouture();
  const runs = dag.recent_runs.slice(0, MARKS).reverse();
  if (!runs.length) {
    return <span className="couture-RecentRuns couture-muted">{trans.__('No runs yet')}</span>;
  }
  const title = (run: IRunMark): string => {
    const state = stateLabel(run.state, trans);
    return run.start_date
      ? trans.__('%1, started %2', state, absoluteTime(run.start_date))
      : trans.__('%1 since %2', state, absoluteTime(run.queued_at));
  };
  return (
    <span className="couture-RecentRuns" role="group" aria-label={trans.__('Last runs')}>
      {runs.map(run => (
        <button
          key={run.dag_run_id}
          type="button"
          className="couture-RecentRuns-run"
          tabIndex={tabIndex}
          onClick={event => {
            event.stopPropagation();
            void commands.execute(CommandIDs.openRun, { dagId: dag.dag_id, runId: run.dag_run_id });
          }}
        >
          <StateMark state={run.state} compact title={title(run)} />
        </button>
      ))}
    </span>
  );
}
