/** The values that a task left for other tasks, by key; a value is asked for when it is unfolded. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IXCom } from '../api';
import { isAboutTask } from '../state/about';
import type { ITaskPartProps } from '../tokens';
import { ErrorBanner, JsonValue, Loading, Pager, RelativeTime, useCouture, useQuery } from '../ui';

const PAGE = 50;
/** So few are unfolded at once. */
const FEW = 3;

export function XComView({ task }: ITaskPartProps): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const [offset, setOffset] = useState(0);
  const { data, error, refresh } = useQuery(
    () => client.runs.xcoms(dagId, runId, taskId, { map_index_filter: mapIndex, limit: PAGE, offset }),
    change => ['task_instance', 'xcom'].includes(change.subject) && isAboutTask(change, task),
    [client, dagId, runId, taskId, mapIndex, offset]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (data.total_entries === 0) {
    return <p className="couture-muted">{trans.__('This task has left no values for other tasks.')}</p>;
  }
  return (
    <div className="couture-XComs">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {data.xcom_entries.map(each => (
        <Entry key={`${each.key} ${each.timestamp}`} xcom={each} isOpen={data.total_entries <= FEW} />
      ))}
      {data.total_entries > PAGE && <Pager offset={offset} limit={PAGE} total={data.total_entries} onMove={setOffset} />}
    </div>
  );
}

function Entry({ xcom, isOpen }: { xcom: IXCom; isOpen: boolean }): ReactElement {
  const [open, setOpen] = useState(isOpen);
  return (
    <details className="couture-XCom" open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{xcom.key}</code>{' '}
        <span className="couture-muted">
          <RelativeTime at={xcom.timestamp} />
        </span>
      </summary>
      {open && <Value xcom={xcom} />}
    </details>
  );
}

function Value({ xcom }: { xcom: IXCom }): ReactElement {
  const { client } = useCouture();
  const { dag_id: dagId, run_id: runId, task_id: taskId, map_index: mapIndex, key, timestamp } = xcom;
  const { data, error, refresh } = useQuery(
    () => client.runs.xcom(dagId, runId, taskId, key, mapIndex),
    undefined,
    [client, dagId, runId, taskId, mapIndex, key, timestamp]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  return <JsonValue name={key} value={data.value} />;
}
