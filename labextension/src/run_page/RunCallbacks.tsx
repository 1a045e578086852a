/** The callbacks of a run that the engine had called: how each ended, and what it wrote. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { ICallback, IDagRun } from '../api';
import { StateMark, absoluteTime, attempt, useCouture, useQuery } from '../ui';

/** Of a log, in bytes. */
const SHOWN = 64 * 1024;

export function RunCallbacks({ run }: { run: IDagRun }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId } = run;
  const { data } = useQuery(
    () => client.lateness.callbacksOf(dagId, runId),
    change => change.run_id === runId && ['callback', 'dag_run'].includes(change.subject),
    [client, dagId, runId]
  );
  if (!data || data.length === 0) {
    return null;
  }
  return (
    <ul className="couture-RunMessages" aria-label={trans.__('Callbacks')}>
      {data.map(callback => (
        <Callback key={callback.id} callback={callback} />
      ))}
    </ul>
  );
}

function Callback({ callback }: { callback: ICallback }): ReactElement {
  const { client, trans } = useCouture();
  const [log, setLog] = useState<string | null>(null);
  const read = (): Promise<unknown> =>
    attempt(
      trans.__('The log could not be read.'),
      async () => setLog(await client.lateness.logOf(callback, SHOWN)),
      trans
    );
  return (
    <li className={callback.state === 'failed' ? 'couture-mod-missed' : ''}>
      <StateMark state={callback.state === 'due' ? 'queued' : callback.state} compact />
      <span>{useSentence(callback)}</span>
      <button
        type="button"
        className="couture-Button couture-mod-minimal"
        aria-expanded={log !== null}
        onClick={() => (log === null ? void read() : setLog(null))}
      >
        {log === null ? trans.__('Show log') : trans.__('Hide log')}
      </button>
      {log !== null && <pre className="couture-RunCallbacks-log">{log || trans.__('It wrote nothing.')}</pre>}
    </li>
  );
}

function useSentence({ kind, task_id: taskId, state, ended_at: endedAt, error }: ICallback): string {
  const { trans } = useCouture();
  const names: Record<string, string> = {
    success: trans.__('The callback for success'),
    failure: trans.__('The callback for failure'),
    task_died: trans.__('The callback of the task %1, whose process died,', taskId ?? ''),
    sla_miss: trans.__('The callback for the missed SLA'),
    deadline: trans.__('The callback for the missed deadline')
  };
  const name = names[kind] ?? kind;
  if (state === 'failed') {
    return trans.__('%1 failed: %2', name, error ?? '');
  }
  return endedAt === null
    ? trans.__('%1 is being called.', name)
    : trans.__('%1 was called, %2.', name, absoluteTime(endedAt));
}
