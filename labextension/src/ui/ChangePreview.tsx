/** What would change: every task instance, by run, as the server says. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { errorSentence } from './errors';
import { useCouture } from './context';
import { StateMark } from './StateMark';

/** A task instance that would change. */
export interface IConcerned {
  dag_id: string;
  dag_run_id: string;
  task_id: string;
  task_display_name: string;
  map_index: number;
  state: string | null;
}

export interface IChangePreviewProps {
  /** Ask the server; asked again when `about` changes. */
  ask: () => Promise<readonly IConcerned[]>;
  about: string;
  /** What becomes of one of them, in words. */
  becomes: (task: IConcerned) => string;
  /** What to say when nothing would change. */
  nothing: string;
}

const MOST_SHOWN = 200;

interface IAnswer {
  about: string;
  tasks: readonly IConcerned[];
  error?: unknown;
}

export function ChangePreview({ ask, about, becomes, nothing }: IChangePreviewProps): ReactElement {
  const { trans } = useCouture();
  const [answer, setAnswer] = useState<IAnswer | null>(null);
  useEffect(() => {
    let isWanted = true;
    ask().then(
      tasks => isWanted && setAnswer({ about, tasks }),
      (error: unknown) => isWanted && setAnswer({ about, tasks: [], error })
    );
    return () => {
      isWanted = false;
    };
    // `about` says all that `ask` depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [about]);
  const isBusy = answer?.about !== about;
  return (
    <section className="couture-Changes-preview" aria-label={trans.__('What will change')} aria-busy={isBusy}>
      <p role="status" className="couture-Changes-count">
        {isBusy || !answer ? trans.__('Looking…') : <Summary {...answer} nothing={nothing} />}
      </p>
      {answer && !isBusy && <Lines tasks={answer.tasks} becomes={becomes} />}
    </section>
  );
}

function Summary({ tasks, error, nothing }: IAnswer & { nothing: string }): ReactElement {
  const { trans } = useCouture();
  if (error !== undefined) {
    return <span className="couture-Field-error">{errorSentence(error, trans)}</span>;
  }
  if (tasks.length === 0) {
    return <>{nothing}</>;
  }
  const runs = new Set(tasks.map(task => `${task.dag_id} ${task.dag_run_id}`)).size;
  const what = trans._n('%1 task instance will change', '%1 task instances will change', tasks.length, tasks.length);
  return <>{runs > 1 ? trans._n('%2, in %1 run:', '%2, in %1 runs:', runs, what) : trans.__('%1:', what)}</>;
}

function Lines({ tasks, becomes }: Pick<IChangePreviewProps, 'becomes'> & { tasks: readonly IConcerned[] }): ReactElement {
  const { trans } = useCouture();
  const hasRuns = new Set(tasks.map(task => `${task.dag_id} ${task.dag_run_id}`)).size > 1;
  return (
    // In the order of the Tab key: a long list scrolls by keyboard too.
    <ul className="couture-Changes-list" tabIndex={0} aria-label={trans.__('Task instances that will change')}>
      {tasks.slice(0, MOST_SHOWN).map(task => (
        <li key={`${task.dag_id} ${task.dag_run_id} ${task.task_id} ${task.map_index}`}>
          <StateMark state={task.state} compact />
          <span className="couture-Changes-name">{nameOf(task)}</span>
          {hasRuns && (
            <span className="couture-muted">
              {task.dag_id} · {task.dag_run_id}
            </span>
          )}
          <span className="couture-muted">{becomes(task)}</span>
        </li>
      ))}
      {tasks.length > MOST_SHOWN && <li>{trans._n('… and %1 more', '… and %1 more', tasks.length - MOST_SHOWN)}</li>}
    </ul>
  );
}

function nameOf({ task_display_name: name, map_index: index }: IConcerned): string {
  return index >= 0 ? `${name} [${index}]` : name;
}
