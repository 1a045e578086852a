/** What a task keeps over its tries, above its tabs; nothing where it keeps nothing. */
import { type ReactElement, useState } from 'react';
import type { ITaskInstance } from '../api';
import { ErrorBanner, KeptValues, RelativeTime, useCouture, useQuery } from '../ui';

const PAGE = 25;

export function TaskState({ task }: { task: ITaskInstance }): ReactElement | null {
  const { client, trans } = useCouture();
  const [offset, setOffset] = useState(0);
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, error, refresh } = useQuery(
    () => client.stateStores.ofTask(dagId, runId, taskId, { map_index: mapIndex, limit: PAGE, offset }),
    change => change.subject === 'task_instance' && change.run_id === runId && change.task_id === taskId,
    [client, dagId, runId, taskId, mapIndex, offset]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : null;
  }
  if (data.total_entries === 0) {
    return null;
  }
  const expires = {
    label: trans.__('Expires'),
    cell: (row: { expires_at: string | null }) =>
      row.expires_at ? <RelativeTime at={row.expires_at} /> : trans.__('with the run')
  };
  return (
    <details className="couture-TaskState">
      <summary title={trans.__('Values that the task keeps for its later tries')}>
        {trans.__('State (%1)', data.total_entries)}
      </summary>
      <KeptValues
        rows={data.task_state_store}
        more={expires}
        offset={offset}
        limit={PAGE}
        total={data.total_entries}
        onMove={setOffset}
      />
    </details>
  );
}
