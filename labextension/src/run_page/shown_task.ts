/** Which task a run's page shows: the chosen one, else it follows the work without hopping from task to task. */
import { useRef } from 'react';
import type { ITaskInstance } from '../api';
import { isFinished } from '../ui';
import { chosenTask, type IRunTarget } from './target';

/** How long a task that nobody chose is shown at least, in milliseconds. */
const LEAST_STAY = 3000;

export interface IShown {
  task: ITaskInstance;
  since: number;
}

/** What to show now, after `before`. A failure is shown at once; work elsewhere when the task before is over. */
export function nextShown(
  before: IShown | undefined,
  tasks: readonly ITaskInstance[],
  target: IRunTarget,
  now: number
): IShown | undefined {
  const wanted = chosenTask(tasks, target);
  const same = before && tasks.find(task => keyOf(task) === keyOf(before.task));
  if (!wanted || !same || target.taskId !== undefined || wanted.state === 'failed') {
    return wanted && { task: wanted, since: now };
  }
  const isOver = isFinished(same.state) && now - before.since >= LEAST_STAY;
  const isWorkElsewhere = wanted.state !== null && !isFinished(wanted.state);
  return isOver && isWorkElsewhere ? { task: wanted, since: now } : { task: same, since: before.since };
}

export function useShownTask(tasks: readonly ITaskInstance[], target: IRunTarget): ITaskInstance | undefined {
  const shown = useRef<IShown>();
  shown.current = nextShown(shown.current, tasks, target, Date.now());
  return shown.current?.task;
}

function keyOf(task: ITaskInstance): string {
  return `${task.dag_run_id} ${task.task_id} ${task.map_index}`;
}
