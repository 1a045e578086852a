/** What came too late in a run: SLAs that its tasks missed, and deadlines. */
import type { ReactElement } from 'react';
import type { IDagRun, IDeadline, ISlaMiss } from '../api';
import { StateMark, absoluteTime, useCouture, useQuery } from '../ui';

export function RunLateness({ run }: { run: IDagRun }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const { data } = useQuery(
    async () => ({
      slas: await client.lateness.slasOf(dagId, runId),
      deadlines: await client.lateness.deadlinesOf(dagId, runId)
    }),
    change => change.run_id === runId && ['sla_miss', 'callback', 'dag_run'].includes(change.subject),
    [client, dagId, runId]
  );
  if (!data || data.slas.length + data.deadlines.length === 0) {
    return null;
  }
  return (
    <ul className="couture-RunMessages" aria-label={trans.__('SLAs and deadlines')}>
      {data.slas.map(miss => (
        <Missed key={miss.task_id} miss={miss} />
      ))}
      {data.deadlines.map((deadline, index) => (
        <Deadline key={index} deadline={deadline} />
      ))}
    </ul>
  );
}

function Missed({ miss }: { miss: ISlaMiss }): ReactElement {
  const { trans } = useCouture();
  return (
    <li className="couture-mod-missed">
      <StateMark state="failed" compact />
      <span>
        {trans.__('The task %1 missed its SLA, %2.', miss.task_id, absoluteTime(miss.missed_at))}
        {miss.description && ` ${miss.description}`}
      </span>
    </li>
  );
}

function Deadline({ deadline }: { deadline: IDeadline }): ReactElement {
  const { trans } = useCouture();
  const isMissed = deadline.missed_at !== null;
  const sentence = isMissed
    ? trans.__('The deadline "%1" was missed: %2.', deadline.name, absoluteTime(deadline.due_at))
    : trans.__('The deadline "%1" is %2.', deadline.name, absoluteTime(deadline.due_at));
  return (
    <li className={isMissed ? 'couture-mod-missed' : ''}>
      <StateMark state={isMissed ? 'failed' : 'queued'} compact />
      <span>{sentence}</span>
    </li>
  );
}
