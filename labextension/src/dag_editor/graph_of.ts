/** The drawing of a DAG that was read from a text. */
import type { ICheckedDag } from '../api';
import type { IGraph, Orientation } from '../graph/model';

export function graphOf(dag: ICheckedDag): IGraph {
  const groups = dag.task_groups.map(group => ({
    id: group.group_id,
    label: group.label,
    kind: 'group' as const,
    ...(group.parent !== null && { parent: group.parent })
  }));
  const tasks = dag.tasks.map(task => ({
    id: task.task_id,
    label: task.label,
    kind: task.runs_dag === null ? ('task' as const) : ('dag' as const),
    operator: task.operator,
    ...(task.task_group !== null && { parent: task.task_group }),
    ...(task.ui_color !== null && { color: task.ui_color })
  }));
  const edges = dag.tasks.flatMap(task =>
    task.downstream.map(target => ({
      source: task.task_id,
      target,
      ...(task.edge_labels[target] && { label: task.edge_labels[target] })
    }))
  );
  return { nodes: [...groups, ...tasks], edges, orientation: dag.orientation as Orientation };
}
