/** "Seen 4 times since 3 March, first in …": on the page of a run that failed. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { useCouture, useQuery, displayLocale } from '../ui';

export function FailureNote({ task, tryNumber }: { task: ITaskInstance; tryNumber: number }): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId } = task;
  const { data } = useQuery(
    () => client.failures.ofTry(task, tryNumber),
    change => change.subject === 'task_instance' && change.dag_id === dagId,
    [client, dagId, runId, taskId, task.map_index, tryNumber, task.state],
    2000
  );
  if (!data) {
    return null;
  }
  if (data.tries === 1) {
    return <p className="couture-muted">{trans.__('This failure was never seen before.')}</p>;
  }
  const { first } = data;
  const date = new Intl.DateTimeFormat(displayLocale(), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <p className="couture-FailureNote">
      {trans.__('This failure was seen %1 times since %2, first in', data.tries, date.format(new Date(first.end_date)))}{' '}
      <button
        type="button"
        className="couture-Link"
        onClick={() =>
          void commands.execute(CommandIDs.openRun, {
            dagId: first.dag_id,
            runId: first.dag_run_id,
            taskId: first.task_id,
            tryNumber: first.try_number
          })
        }
      >
        {first.dag_run_id}
      </button>
      {'. '}
      <button
        type="button"
        className="couture-Link"
        onClick={() => void commands.execute(CommandIDs.openFailures, { fingerprint: data.fingerprint })}
      >
        {trans.__('Show all of them')}
      </button>
    </p>
  );
}
