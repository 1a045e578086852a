/** The last runs of a DAG as small marks, the newest on the right; each leads to its run. */
import { type ReactElement, useState } from 'react';
import type { IDagSummary, IRunMark } from '../api';
import { CommandIDs } from '../commands';
import { StateMark, absoluteTime, stateLabel, useCouture } from '../ui';
import { leftText } from '../ui/left';

const MARKS = 8;

export function RecentRuns({ dag, tabIndex }: { dag: IDagSummary; tabIndex: number }): ReactElement {
  const { trans } = useCouture();
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
        <RunButton key={run.dag_run_id} dagId={dag.dag_id} run={run} title={title(run)} tabIndex={tabIndex} />
      ))}
    </span>
  );
}

interface IRunButtonProps {
  dagId: string;
  run: IRunMark;
  title: string;
  tabIndex: number;
}

/** A running run says how long it still takes when one points at it. */
function RunButton({ dagId, run, title, tabIndex }: IRunButtonProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const [left, setLeft] = useState('');
  const look = async (): Promise<void> => {
    if (run.state === 'running') {
      try {
        const eta = await client.cells.eta(dagId, run.dag_run_id);
        setLeft(eta.eta === null ? '' : leftText(eta, Date.now(), trans));
      } catch {
        setLeft(''); // only a hint: the run's page says what is wrong
      }
    }
  };
  return (
    <button
      type="button"
      className="couture-RecentRuns-run"
      tabIndex={tabIndex}
      data-run-id={run.dag_run_id}
      data-notebook-task-id={run.notebook_task_id ?? undefined}
      onPointerEnter={() => void look()}
      onFocus={() => void look()}
      onClick={event => {
        event.stopPropagation();
        void commands.execute(CommandIDs.openRun, { dagId, runId: run.dag_run_id });
      }}
    >
      <StateMark state={run.state} compact title={left && run.state === 'running' ? `${title}. ${left}` : title} />
    </button>
  );
}
