/** What is said of a task when the pointer or the focus rests on it: asked for only then. */
import type { ReactElement } from 'react';
import type { IRunGraphTask, IStructureTask, ITaskInstance } from '../api';
import { Duration, Facts, type Fact, StateMark, useCouture, useQuery } from '../ui';
import { overallState } from '../state/overall';

export interface ITaskTipProps {
  dagId: string;
  runId: string | null;
  task: IStructureTask;
  known: IRunGraphTask | undefined;
}

interface IMore {
  instance: ITaskInstance;
  why: readonly string[];
}

export function TaskTip({ dagId, runId, task, known }: ITaskTipProps): ReactElement {
  const { trans } = useCouture();
  const state = known ? overallState(known.states) : null;
  const { data } = useMore({ dagId, runId, task, known }, state);
  const facts: Fact[] = [
    [trans.__('Operator'), task.operator],
    [trans.__('Try'), data && data.instance.try_number > 0 && triesText(data.instance)],
    [trans.__('Duration'), known?.started_at && <Duration start={known.started_at} end={known.ended_at} />],
    [trans.__('Trigger rule'), task.trigger_rule !== 'all_success' && task.trigger_rule],
    [trans.__('Note'), data?.instance.note]
  ];
  return (
    <>
      <strong>{task.task_id}</strong>
      {runId !== null && (
        <div>
          <StateMark state={state} />
        </div>
      )}
      <Facts facts={facts} />
      {data?.why.map(sentence => (
        <p key={sentence} className="couture-GraphTip-why">
          {sentence}
        </p>
      ))}
    </>
  );

  function triesText({ try_number: number, max_tries: retries }: ITaskInstance): string {
    return trans.__('%1 of %2', number, Math.max(retries + 1, number));
  }
}

/** What only the server's longer answers say, of a task that is not mapped. */
function useMore({ dagId, runId, task, known }: ITaskTipProps, state: string | null): { data: IMore | null | undefined } {
  const { client } = useCouture();
  const isOne = runId !== null && known !== undefined && !known.is_mapped;
  return useQuery<IMore | null>(
    async () => {
      if (!isOne) {
        return null;
      }
      const instance = await client.runs.task(dagId, runId, task.task_id);
      const isWaiting = [null, 'scheduled', 'queued', 'up_for_retry', 'up_for_reschedule'].includes(state);
      const unmet = isWaiting ? await client.runs.dependencies(dagId, runId, task.task_id) : [];
      const why = unmet.map(({ reason }) => reason);
      return { instance, why: why.length ? why : instance.because ? [instance.because] : [] };
    },
    undefined,
    [client, dagId, runId, task.task_id, state, known?.try_number]
  );
}
