/** The tasks of a run: their state, tries, duration, and how far a notebook is. */
import type { KeyboardEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import type { IDagRun, ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { CellProgress, displayLocale, Duration, OpenLink, StateMark, TaskCounts, taskName, useCouture } from '../ui';
import type { IRunTarget } from './target';

/** A shorter list is seen at a glance. */
const WORTH_A_SEARCH = 12;

export interface ITaskListProps extends IOptionsProps {
  run: IRunTarget;
  /** How many the run has; `tasks` may be some of them. */
  total: number;
  /** Of all task instances of the run, by their states. */
  counts: IDagRun['task_counts'];
}

interface IOptionsProps {
  tasks: readonly ITaskInstance[];
  chosen: ITaskInstance | undefined;
  onChoose: (task: ITaskInstance) => void;
}

export function TaskList({ run, tasks, total, counts, chosen, onChoose }: ITaskListProps): ReactElement {
  const { trans } = useCouture();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = tasks.filter(task => wanted === '' || taskName(task).toLowerCase().includes(wanted));
  return (
    <div className="couture-Tasks">
      {total > WORTH_A_SEARCH && (
        <div className="couture-Tasks-head">
          <input
            className="couture-Input"
            type="search"
            placeholder={trans.__('Search tasks')}
            aria-label={trans.__('Search tasks')}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <TaskCounts counts={counts} />
        </div>
      )}
      {total > tasks.length && <Unlisted run={run} total={total} />}
      <Options tasks={found} chosen={chosen} onChoose={onChoose} />
      {found.length === 0 && <p className="couture-muted">{trans.__('No task has this in its name.')}</p>}
    </div>
  );
}

/** Where the others are. */
function Unlisted({ run: { dagId, runId }, total }: { run: IRunTarget; total: number }): ReactElement {
  const { trans } = useCouture();
  const number = new Intl.NumberFormat(displayLocale()).format(total);
  return (
    <div className="couture-Tasks-note">
      <span className="couture-muted">
        {trans.__('This run has %1 task instances. Listed are the first of each task, and those that failed or run.', number)}
      </span>
      <OpenLink command={CommandIDs.openTaskInstances} args={{ dagId, runId }}>
        {trans.__('All task instances')}
      </OpenLink>
    </div>
  );
}

function Options({ tasks, chosen, onChoose }: IOptionsProps): ReactElement {
  const { trans } = useCouture();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const place = chosen ? tasks.indexOf(chosen) : -1;
    const next = tasks[place + step];
    if (step !== 0 && next) {
      event.preventDefault();
      onChoose(next);
      list.current?.querySelectorAll<HTMLElement>('[role="option"]')[place + step]?.focus();
    }
  };
  return (
    <div className="couture-TaskList" role="listbox" aria-label={trans.__('Tasks')} ref={list} onKeyDown={onKeyDown}>
      {tasks.map(task => (
        <div
          key={`${task.task_id} ${task.map_index}`}
          role="option"
          aria-selected={task === chosen}
          tabIndex={task === chosen ? 0 : -1}
          className="couture-TaskRow couture-TaskMark"
          data-dag-id={task.dag_id}
          data-run-id={task.dag_run_id}
          data-task-id={task.task_id}
          data-map-index={task.map_index}
          data-state={task.state ?? undefined}
          onClick={() => onChoose(task)}
        >
          <StateMark state={task.state} compact />
          <span className="couture-TaskRow-name" title={taskName(task)}>{taskName(task)}</span>
          <span className="couture-TaskRow-duration">
            <Duration start={task.start_date} end={task.end_date} />
          </span>
          <TaskDetail task={task} />
        </div>
      ))}
    </div>
  );
}

function TaskDetail({ task }: { task: ITaskInstance }): ReactElement | null {
  const { trans } = useCouture();
  const hasTries = task.try_number > 1 || task.state === 'up_for_retry';
  if (!hasTries && !task.progress) {
    return null;
  }
  return (
    <span className="couture-TaskRow-detail">
      {task.progress && <CellProgress task={task} />}
      {hasTries && <span className="couture-muted">{trans.__('try %1', task.try_number)}</span>}
    </span>
  );
}
