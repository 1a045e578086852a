/** Which run's states and which version's tasks the graph shows. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { StateMark, useCouture } from '../ui';
import type { IShownRun } from './useRun';

export function RunNote({ dagId, shown }: { dagId: string; shown: IShownRun }): ReactElement {
  const { commands, trans } = useCouture();
  const { runId, run, isLatest } = shown;
  if (runId === null || runId === undefined) {
    return <span className="couture-muted">{trans.__('This DAG has not run yet: the graph shows its newest version.')}</span>;
  }
  const isOld = run !== null && run.version_number !== null && run.version_number !== run.newest_version_number;
  return (
    <span className="couture-GraphView-run">
      {run && <StateMark state={run.state} />}
      <button
        type="button"
        className="couture-Link"
        title={trans.__('Open the page of this run')}
        onClick={() => void commands.execute(CommandIDs.openRun, { dagId, runId })}
      >
        {isLatest ? trans.__('Latest run %1', runId) : trans.__('Run %1', runId)}
      </button>
      {isOld && (
        <span className="couture-GraphView-old" role="note">
          {trans.__('Its tasks are those of version %1; the newest is version %2.', run.version_number, run.newest_version_number ?? '–')}
        </span>
      )}
    </span>
  );
}
