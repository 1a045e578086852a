/** What the processes work on just now: the engine, its workers, its triggerer. */
import type { ReactElement } from 'react';
import { CommandIDs } from '../commands';
import { CommandButton, ErrorBanner, OpenLink, StateMark, useCouture, useQuery } from '../ui';
import { engineIconState, engineWord } from '../ui/engine';

/** The states of tasks that a process works on, and of those that wait in the triggerer. */
const AT_WORK = 'running,restarting';
const WAITING = 'deferred';

export function WorkNow(): ReactElement | null {
  const { client, trans } = useCouture();
  const { data, error, refresh } = useQuery(
    async () => {
      const count = async (state: string[]): Promise<number> =>
        (await client.runs.listTasks('~', '~', { state, limit: 0 })).total_entries;
      const [engine, working, queued, deferred] = await Promise.all([
        client.engine.get(),
        count(AT_WORK.split(',')),
        count(['queued']),
        count([WAITING])
      ]);
      return { engine, working, queued, deferred };
    },
    change => ['engine', 'task_instance', 'dag_run'].includes(change.subject),
    [client],
    1000
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : null;
  }
  const { engine, working, queued, deferred } = data;
  return (
    <div className="couture-WorkNow">
      <p>
        <StateMark state={engineIconState(engine.state)} compact title={engineWord(engine.state, trans)} /> {engine.detail}{' '}
        {engine.state === 'stopped' && <CommandButton command={CommandIDs.startEngine} needs="engine:control" />}
      </p>
      <ul>
        <Work state={AT_WORK} text={trans._n('%1 task is at work in a process', '%1 tasks are at work in processes', working)} />
        <Work state="queued" text={trans._n('%1 task waits for a process', '%1 tasks wait for a process', queued)} />
        <Work state={WAITING} text={trans._n('%1 task waits in the triggerer', '%1 tasks wait in the triggerer', deferred)} />
      </ul>
    </div>
  );
}

function Work({ state, text }: { state: string; text: string }): ReactElement {
  return (
    <li>
      <OpenLink command={CommandIDs.openTaskInstances} args={{ state }}>
        {text}
      </OpenLink>
    </li>
  );
}
