/** The question of the task that is shown on the page of a run, above its tabs. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { useCouture, useQuery } from '../ui';
import { Question } from './Question';

export function TaskQuestion({ task }: { task: ITaskInstance }): ReactElement | null {
  const { client } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, refresh } = useQuery(
    () => client.humanInput.ofRun(dagId, runId, { task_id: taskId, map_index: mapIndex, limit: 1 }),
    change => change.run_id === runId && ['human_input', 'task_instance'].includes(change.subject),
    [client, dagId, runId, taskId, mapIndex]
  );
  const question = data?.hitl_details[0];
  return question ? <Question key={question.created_at} question={question} onAnswered={refresh} /> : null;
}
