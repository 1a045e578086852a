/** "Waiting for you": the tasks of a run that ask something, each with a button that leads to its question. */
import type { ReactElement } from 'react';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import { useCouture, useQuery } from '../ui';

export function RunWaiting({ run }: { run: IDagRun }): ReactElement | null {
  const { client, commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const { data } = useQuery(
    () => client.humanInput.ofRun(dagId, runId, { waiting: true, limit: 100 }),
    change => change.run_id === runId && ['human_input', 'task_instance'].includes(change.subject),
    [client, dagId, runId]
  );
  if (!data || data.hitl_details.length === 0) {
    return null;
  }
  const mine = data.hitl_details.some(each => each.may_respond);
  return (
    <div className="couture-Banner couture-mod-warn" role="status">
      <strong>{mine ? trans.__('Waiting for you') : trans.__('Waiting for an answer')}</strong>
      {data.hitl_details.map(({ subject, task_instance: task }) => (
        <button
          key={`${task.task_id} ${task.map_index}`}
          type="button"
          className="couture-Link"
          onClick={() =>
            void commands.execute(CommandIDs.openRun, {
              dagId,
              runId,
              taskId: task.task_id,
              mapIndex: task.map_index
            })
          }
        >
          {subject}
        </button>
      ))}
    </div>
  );
}
