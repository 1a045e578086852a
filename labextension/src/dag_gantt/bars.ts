/** The rows of a Gantt chart: groups, tasks and mapped instances with the tries that they took. Times are milliseconds. */
import type { ITimeline, ITimelineMany, ITimelineTry } from '../api';
import { type CellState, weightiest } from '../state/grid_cells';

/** A try: it waited from `queued` to `start` and ran from there to `end`; null: not yet, or it never did. */
export interface IBar {
  readonly tryNumber: number;
  readonly state: CellState;
  readonly queued: number | null;
  readonly start: number | null;
  readonly end: number | null;
}

export interface IGanttRow {
  readonly kind: 'group' | 'task' | 'instance';
  readonly key: string;
  readonly label: string;
  readonly title: string;
  readonly depth: number;
  /** Whether what is below it is hidden; undefined: nothing is below it. */
  readonly isFolded?: boolean;
  readonly taskId: string | null;
  readonly mapIndex: number | null;
  readonly state: CellState;
  readonly bars: readonly IBar[];
}

/** The tries of each task and mapped instance, as bars. */
export type ITries = ReadonlyMap<string, ReadonlyMap<number, readonly ITimelineTry[]>>;

export function triesOf(timeline: ITimeline): ITries {
  const found = new Map<string, Map<number, ITimelineTry[]>>();
  for (const each of timeline.tries) {
    const instances = found.get(each.task_id) ?? new Map<number, ITimelineTry[]>();
    found.set(each.task_id, instances);
    instances.set(each.map_index, [...(instances.get(each.map_index) ?? []), each]);
  }
  return found;
}

/** The rows in the DAG's order, groups where their first task stands. `folded`: keys of groups, and of mapped tasks that
 * are unfolded, as the rows name them. */
export function ganttRows(timeline: ITimeline, folded: ReadonlySet<string>, unfolded: ReadonlySet<string>): IGanttRow[] {
  const tries = triesOf(timeline);
  const groups = new Map(timeline.task_groups.map(group => [group.group_id, group]));
  const shown = new Set<string>();
  const rows: IGanttRow[] = [];
  for (const group of [...timeline.tasks].sort(byGroup(timeline))) {
    const chain = chainOf(group.task_group, groups);
    const hidden = chain.findIndex(id => folded.has(id));
    for (const [depth, id] of chain.slice(0, hidden < 0 ? chain.length : hidden + 1).entries()) {
      if (!shown.has(id)) {
        shown.add(id);
        rows.push(groupRow(id, groups.get(id)?.label ?? id, depth, folded.has(id), timeline, tries, groups));
      }
    }
    if (hidden < 0) {
      const many = timeline.many.filter(each => each.task_id === group.task_id);
      rows.push(...taskRows(group, chain.length, tries.get(group.task_id) ?? new Map(), many, unfolded));
    }
  }
  return rows;
}

type IGroups = ReadonlyMap<string, { label: string; parent: string | null }>;

/** The groups around a task, the outermost first. */
function chainOf(group: string | null, groups: IGroups): string[] {
  const chain: string[] = [];
  for (let id = group; id !== null; id = groups.get(id)?.parent ?? null) {
    chain.unshift(id);
  }
  return chain;
}

/** Tasks in the DAG's order, those of a group together where its first one is. */
function byGroup(timeline: ITimeline): (a: ITimeline['tasks'][number], b: ITimeline['tasks'][number]) => number {
  const groups: IGroups = new Map(timeline.task_groups.map(group => [group.group_id, group]));
  const first = new Map<string, number>();
  timeline.tasks.forEach((task, place) => {
    for (const id of chainOf(task.task_group, groups)) {
      first.set(id, Math.min(first.get(id) ?? place, place));
    }
  });
  const keys = new Map(
    timeline.tasks.map((task, place) => [
      task.task_id,
      [...chainOf(task.task_group, groups).map(id => first.get(id) ?? 0), place]
    ])
  );
  return (a, b) => {
    const [left, right] = [keys.get(a.task_id) ?? [], keys.get(b.task_id) ?? []];
    const differs = left.findIndex((value, depth) => value !== right[depth]);
    return differs < 0 ? 0 : left[differs] - (right[differs] ?? 0);
  };
}

function groupRow(
  id: string,
  label: string,
  depth: number,
  isFolded: boolean,
  timeline: ITimeline,
  tries: ITries,
  groups: IGroups
): IGanttRow {
  const inside = timeline.tasks.filter(task => chainOf(task.task_group, groups).includes(id));
  const all = inside.flatMap(task => [...(tries.get(task.task_id)?.values() ?? [])].flat());
  const many = timeline.many.filter(each => inside.some(task => task.task_id === each.task_id));
  return {
    ...{ kind: 'group', key: `group ${id}`, label, title: id, depth, isFolded, taskId: null, mapIndex: null },
    ...summary(all, many)
  };
}

function taskRows(
  task: ITimeline['tasks'][number],
  depth: number,
  instances: ReadonlyMap<number, readonly ITimelineTry[]>,
  many: readonly ITimelineMany[],
  unfolded: ReadonlySet<string>
): IGanttRow[] {
  const id = task.task_id;
  const prefix = task.task_group === null ? '' : `${task.task_group}.`;
  const label = prefix && task.label.startsWith(prefix) ? task.label.slice(prefix.length) : task.label;
  const isMapped = [...instances.keys()].some(index => index >= 0);
  const common = { taskId: id, title: id };
  const all = [...instances.values()].flat();
  if (!isMapped) {
    const state = all.at(-1)?.state ?? null;
    return [{ ...common, kind: 'task', key: `task ${id}`, label, depth, mapIndex: null, state, bars: all.map(barOf) }];
  }
  const isFolded = !unfolded.has(id);
  const head: IGanttRow = { ...common, kind: 'task', key: `task ${id}`, label, depth, isFolded, mapIndex: null, ...summary(all, many) };
  const below = [...instances].sort(([a], [b]) => a - b).map(([index, tried]): IGanttRow => {
    const named = tried.at(-1)?.label ?? `[${index}]`;
    const of = { kind: 'instance', key: `instance ${index} ${id}`, label: named, depth: depth + 1, mapIndex: index } as const;
    return { ...common, ...of, title: `${id} [${index}]`, state: tried.at(-1)?.state ?? null, bars: tried.map(barOf) };
  });
  return isFolded ? [head] : [head, ...below];
}

/** Many tries as one bar: from the first moment to the last. `many`: tasks of which the tries are not all there. */
function summary(tries: readonly ITimelineTry[], many: readonly ITimelineMany[]): Pick<IGanttRow, 'state' | 'bars'> {
  const last = new Map(tries.map(each => [`${each.map_index} ${each.task_id}`, each.state]));
  const state = weightiest([...last.values(), ...many.flatMap(each => each.counts.map(count => count.state))]);
  const bars = [...tries, ...many].map(spanOf);
  const starts = bars.map(bar => bar.start).filter(start => start !== null);
  const queues = bars.map(bar => bar.queued).filter(queued => queued !== null);
  if (queues.length === 0 && starts.length === 0) {
    return { state, bars: [] };
  }
  const isOpen = tries.some(each => each.start_date !== null && each.end_date === null);
  const ends = bars.map(bar => bar.end).filter(end => end !== null);
  return {
    state,
    bars: [
      {
        ...{ tryNumber: 0, state },
        queued: queues.length > 0 ? Math.min(...queues) : null,
        start: starts.length > 0 ? Math.min(...starts) : null,
        end: isOpen || ends.length === 0 ? null : Math.max(...ends)
      }
    ]
  };
}

function barOf(each: ITimelineTry): IBar {
  return { tryNumber: each.try_number, state: each.state, ...spanOf(each) };
}

function spanOf(each: ITimelineTry | ITimelineMany): Pick<IBar, 'queued' | 'start' | 'end'> {
  const at = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));
  return { queued: at(each.queued_at), start: at(each.start_date), end: at(each.end_date) };
}
