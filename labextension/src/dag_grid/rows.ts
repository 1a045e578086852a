/** The rows of the grid: the tree of task groups, tasks and mapped instances, as far as it is unfolded. */
import type { IDagStructure, IStructureGroup, IStructureTask } from '../api';
import { narrowed } from '../state/around';
import { type ICell, type IShownRun, together } from '../state/grid_cells';
import type { IAround } from '../tokens';

export interface IGridRow {
  readonly kind: 'group' | 'task' | 'instance';
  /** Different for each row. */
  readonly key: string;
  readonly label: string;
  /** What the label is short for. */
  readonly title: string;
  readonly depth: number;
  /** Whether what is below it is hidden; undefined: nothing is below it. */
  readonly isFolded?: boolean;
  readonly taskId: string | null;
  readonly mapIndex: number | null;
  /** Of a group: all tasks in it, at any depth. */
  readonly members: readonly string[];
  /** The newest version of the DAG does not have it. */
  readonly isRemoved: boolean;
}

/** The mapped instances of a task: those of any of the runs. */
export type IInstances = ReadonlyMap<string, readonly { mapIndex: number; label: string | null }[]>;

export interface IRowOptions {
  readonly structure: IDagStructure;
  /** Only these tasks; null: all. */
  readonly around?: IAround | null;
  readonly runs: readonly IShownRun[];
  /** Keys of folded groups, and of tasks whose mapped instances are shown. */
  readonly folded: ReadonlySet<string>;
  readonly unfolded: ReadonlySet<string>;
  readonly instances: IInstances;
}

export function rowsOf(options: IRowOptions): IGridRow[] {
  const { structure: whole, around = null, runs } = options;
  const structure = narrowed(whole, around);
  const tree = treeOf(structure);
  const rows: IGridRow[] = [];
  addGroup(null, 0, tree, options, rows);
  if (structure !== whole) {
    return rows;
  }
  const known = new Set(structure.tasks.map(task => task.task_id));
  const gone = new Set(runs.flatMap(({ cells }) => [...cells.keys()]).filter(id => !known.has(id)));
  for (const id of gone) {
    addTask({ id, label: id, depth: 0, isRemoved: true }, options, rows);
  }
  return rows;
}

/** The ids of all groups. */
export function groupIds(structure: IDagStructure): string[] {
  return structure.task_groups.map(group => group.group_id);
}

/** What a row shows in a run; null: nothing. */
export function cellOf(row: IGridRow, run: IShownRun, instance: (row: IGridRow, run: IShownRun) => ICell | null): ICell | null {
  if (row.kind === 'group') {
    return together(row.members.map(id => run.cells.get(id)).filter(cell => cell !== undefined));
  }
  return row.kind === 'instance' ? instance(row, run) : (run.cells.get(row.taskId ?? '') ?? null);
}

interface ITree {
  /** What is directly in a group, or in none: groups stand where their first task does. */
  readonly children: ReadonlyMap<string | null, readonly { group?: string; task?: string }[]>;
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly tasks: ReadonlyMap<string, IStructureTask>;
  readonly groups: ReadonlyMap<string, IStructureGroup>;
}

function treeOf(structure: IDagStructure): ITree {
  const parents = new Map(structure.task_groups.map(group => [group.group_id, group.parent]));
  const children = new Map<string | null, { group?: string; task?: string }[]>();
  const members = new Map<string, string[]>();
  const placed = new Set<string>();
  const put = (parent: string | null, child: { group?: string; task?: string }): void => {
    appended(children, parent, child);
  };
  const place = (group: string): void => {
    if (!placed.has(group)) {
      placed.add(group);
      const parent = parents.get(group) ?? null;
      if (parent !== null) {
        place(parent);
      }
      put(parent, { group });
    }
  };
  for (const task of structure.tasks) {
    if (task.task_group !== null) {
      place(task.task_group);
    }
    put(task.task_group, { task: task.task_id });
    for (let group = task.task_group; group !== null; group = parents.get(group) ?? null) {
      appended(members, group, task.task_id);
    }
  }
  const tasks = new Map(structure.tasks.map(task => [task.task_id, task]));
  return { children, members, tasks, groups: new Map(structure.task_groups.map(group => [group.group_id, group])) };
}

function appended<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}

function addGroup(group: string | null, depth: number, tree: ITree, options: IRowOptions, rows: IGridRow[]): void {
  for (const child of tree.children.get(group) ?? []) {
    if (child.task !== undefined) {
      const task = tree.tasks.get(child.task);
      const label = shortLabel(task?.label ?? child.task, task?.task_group ?? null);
      addTask({ id: child.task, label, depth, isRemoved: false }, options, rows);
    } else if (child.group !== undefined) {
      const id = child.group;
      const { label, tooltip } = tree.groups.get(id) ?? { label: id, tooltip: '' };
      const isFolded = options.folded.has(id);
      rows.push({
        ...{ kind: 'group', key: `group ${id}`, label, title: tooltip || id, depth, isFolded },
        ...{ taskId: null, mapIndex: null, members: tree.members.get(id) ?? [], isRemoved: false }
      });
      if (!isFolded) {
        addGroup(id, depth + 1, tree, options, rows);
      }
    }
  }
}

/** Within its group a task needs the group's name no more. */
function shortLabel(label: string, group: string | null): string {
  return group !== null && label.startsWith(`${group}.`) ? label.slice(group.length + 1) : label;
}

interface ITaskOfRow {
  id: string;
  label: string;
  depth: number;
  isRemoved: boolean;
}

function addTask({ id, label, depth, isRemoved }: ITaskOfRow, options: IRowOptions, rows: IGridRow[]): void {
  const isMapped = options.runs.some(({ cells }) => (cells.get(id)?.mapped ?? 0) > 0);
  const isFolded = isMapped ? !options.unfolded.has(id) : undefined;
  const common = { taskId: id, members: [], isRemoved };
  rows.push({ ...common, kind: 'task', key: `task ${id}`, label, title: id, depth, isFolded, mapIndex: null });
  if (isFolded === false) {
    for (const { mapIndex, label: named } of options.instances.get(id) ?? []) {
      const text = named ?? `[${mapIndex}]`;
      const key = `instance ${mapIndex} ${id}`;
      rows.push({ ...common, kind: 'instance', key, label: text, title: `${id} [${mapIndex}]`, depth: depth + 1, mapIndex });
    }
  }
}
