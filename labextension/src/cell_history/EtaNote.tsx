/** "About 2 min left": when a running notebook is expected to end. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { absoluteTime, useCouture, useNow, useQuery } from '../ui';
import { leftText } from '../ui/left';

const PACE = 2000;

export function EtaNote({ task }: { task: ITaskInstance }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = task;
  const { data } = useQuery(
    () => client.cells.eta(dagId, runId),
    change => ['progress', 'task_instance'].includes(change.subject) && change.run_id === runId,
    [client, dagId, runId],
    PACE
  );
  const now = useNow('second');
  if (!data?.eta) {
    return null;
  }
  return (
    <p className="couture-muted couture-EtaNote" title={trans.__('Expected at %1', absoluteTime(data.eta))}>
      {leftText(data, now, trans)}
    </p>
  );
}
