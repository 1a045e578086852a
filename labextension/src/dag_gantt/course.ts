/** The critical path of a run's timeline, with what each task of it took. */
import type { ITimeline } from '../api';
import { criticalPath, type ISpan } from './critical_path';

export interface ICriticalTask {
  readonly taskId: string;
  readonly label: string;
  /** From its first start to its last end. */
  readonly seconds: number;
}

interface IRan extends ISpan {
  readonly start: number;
}

export function criticalTasks(timeline: ITimeline, now: number): ICriticalTask[] {
  const ran = new Map<string, IRan>();
  for (const { task_id: id, start_date: started, end_date: ended } of [...timeline.tries, ...timeline.many]) {
    if (started !== null) {
      const [start, end] = [Date.parse(started), ended === null ? now : Date.parse(ended)];
      const known = ran.get(id);
      ran.set(id, { start: Math.min(start, known?.start ?? start), end: Math.max(end, known?.end ?? end) });
    }
  }
  const tasks = new Map(timeline.tasks.map(task => [task.task_id, task]));
  const upstream = new Map(timeline.tasks.map(task => [task.task_id, task.upstream]));
  return criticalPath(ran, upstream).map(taskId => {
    const { start, end } = ran.get(taskId) ?? { start: 0, end: 0 };
    return { taskId, label: tasks.get(taskId)?.label ?? taskId, seconds: Math.max(0, end - start) / 1000 };
  });
}
