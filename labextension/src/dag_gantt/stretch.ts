/** The time that a Gantt chart shows: from the first moment that a task was ready, to the last. Milliseconds. */
import type { ITimeline } from '../api';

export interface IShownTime {
  readonly from: number;
  readonly to: number;
  /** How long the run waited before that, e.g. for other runs of its DAG. */
  readonly waited: number;
}

export function stretchOf({ queued_at: made, tries, many }: ITimeline, now: number): IShownTime {
  const known = [...tries, ...many]
    .flatMap(each => [each.queued_at, each.start_date, each.end_date])
    .filter(moment => moment !== null)
    .map(moment => Date.parse(moment));
  const begin = Date.parse(made);
  const from = known.reduce((first, each) => Math.min(first, each), known.length > 0 ? now : begin);
  const to = known.reduce((last, each) => Math.max(last, each), now);
  return { from, to, waited: Math.max(0, from - begin) };
}
