/** Why a task is not running, in sentences. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { isAboutRun } from '../state/about';

export function WhyView({ task }: { task: ITaskInstance }): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, error, refresh } = useQuery(
    () => client.runs.dependencies(dagId, runId, taskId, mapIndex),
    change => isAboutRun(change, dagId, runId) || change.subject === 'engine',
    [client, dagId, runId, taskId, mapIndex]
  );
  if (error) {
    return <ErrorBanner error={error} onRetry={refresh} />;
  }
  if (!data) {
    return <Loading />;
  }
  if (data.length === 0) {
    return <p className="couture-muted">{task.because ?? trans.__('Nothing stands in its way; it is about to start.')}</p>;
  }
  return (
    <>
      <ul className="couture-Reasons">
        {data.map(({ name, reason }) => (
          <li key={`${name} ${reason}`}>{reason}</li>
        ))}
      </ul>
      {data.some(({ name }) => name === 'engine_is_running') && (
        <div className="couture-Buttons">
          <CommandButton command={CommandIDs.startEngine} variant="primary" needs="engine:control" />
        </div>
      )}
    </>
  );
}
