/** A DAG and the states of one of its runs as a graph. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDagStructure, IRunGraph, IRunGraphTask, IStructureGroup, IStructureTask } from '../api';
import type { IGraph, IGraphEdge, IGraphNode, Orientation } from '../graph/model';
import { overallState, type StateCounts, summed } from '../state/overall';

const NOT_STARTED: StateCounts = { no_status: 1 };

/** Ids of groups and of tasks may be the same: groups get a sign in front that no task id has. */
export function groupNode(groupId: string): string {
  return `/${groupId}`;
}

/** The task that a node stands for; null: it is a group. */
export function taskOf(node: string): string | null {
  return node.startsWith('/') ? null : node;
}

export function orientationOf({ orientation }: IDagStructure): Orientation {
  return orientation === 'TB' || orientation === 'RL' || orientation === 'BT' ? orientation : 'LR';
}

/** The structure as a graph; states only if there is a run. */
export function drawingOf(
  structure: IDagStructure,
  run: Pick<IRunGraph, 'tasks'> | null,
  orientation: Orientation,
  trans: TranslationBundle
): IGraph {
  const states = new Map(run?.tasks.map(task => [task.task_id, task]));
  const inside = countsByGroup(structure, states);
  return {
    orientation,
    nodes: [
      ...structure.task_groups.map(group => groupOf(group, inside.get(group.group_id) ?? [], run !== null)),
      ...structure.tasks.map(task => nodeOf(task, run ? (states.get(task.task_id) ?? null) : undefined, trans))
    ],
    edges: structure.tasks.flatMap(edgesOf)
  };
}

function nodeOf(task: IStructureTask, known: IRunGraphTask | null | undefined, trans: TranslationBundle): IGraphNode {
  const notes = [task.is_setup && trans.__('setup'), task.is_teardown && trans.__('teardown')].filter(Boolean);
  return {
    id: task.task_id,
    label: task.label,
    kind: 'task',
    parent: task.task_group === null ? undefined : groupNode(task.task_group),
    operator: task.operator,
    color: task.ui_color ?? undefined,
    note: notes.join(', ') || undefined,
    state: known === undefined ? undefined : known && overallState(known.states),
    ...(task.is_mapped ? mapped(known) : {})
  };
}

/** How many instances a mapped task has is known once it has been expanded: 0 before that. */
function mapped(known: IRunGraphTask | null | undefined): Pick<IGraphNode, 'count' | 'states'> {
  const counts = known?.is_mapped ? Object.values(known.states) : [];
  return { count: counts.reduce((sum, each) => sum + each, 0), ...(counts.length ? { states: known?.states } : {}) };
}

function groupOf(group: IStructureGroup, inside: readonly StateCounts[], hasRun: boolean): IGraphNode {
  const counts = summed(inside);
  return {
    id: groupNode(group.group_id),
    label: group.label,
    kind: 'group',
    parent: group.parent === null ? undefined : groupNode(group.parent),
    count: inside.length,
    color: group.ui_color ?? undefined,
    ...(hasRun ? { state: overallState(counts), states: counts } : {})
  };
}

/** The counts of each task that a group holds, or that groups within it hold. */
function countsByGroup(structure: IDagStructure, states: ReadonlyMap<string, IRunGraphTask>): Map<string, StateCounts[]> {
  const parents = new Map(structure.task_groups.map(group => [group.group_id, group.parent]));
  const found = new Map<string, StateCounts[]>(structure.task_groups.map(group => [group.group_id, []]));
  for (const task of structure.tasks) {
    const counts = states.get(task.task_id)?.states ?? NOT_STARTED;
    for (let each = task.task_group; each !== null && each !== undefined; each = parents.get(each) ?? null) {
      found.get(each)?.push(counts);
    }
  }
  return found;
}

function edgesOf(task: IStructureTask): IGraphEdge[] {
  return task.downstream.map(target => ({
    source: task.task_id,
    target,
    ...(task.edge_labels[target] ? { label: task.edge_labels[target] } : {})
  }));
}
