/** The way from a run's page to its live notebook. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton } from '../ui';

export function OpenLiveLine({ task, tryNumber }: { task: ITaskInstance; tryNumber: number }): ReactElement | null {
  if (tryNumber === 0) {
    return null;
  }
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const older = tryNumber < task.try_number ? { tryNumber } : {};
  return (
    <div className="couture-Buttons couture-OpenLiveLine">
      <CommandButton
        command={CommandIDs.openLive}
        args={{ dagId, runId, taskId, mapIndex, ...older }}
        variant={task.state === 'running' ? 'primary' : 'plain'}
      />
    </div>
  );
}
