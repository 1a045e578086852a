/** What people call a task instance. */

export interface INamedTask {
  task_display_name: string;
  map_index: number;
  /** What its author calls this one of the mapped instances. */
  rendered_map_index?: string | null;
}

/** The task's name; a mapped one with its index, or its author's name for it. */
export function taskName(task: INamedTask): string {
  const { task_display_name: name, map_index: index, rendered_map_index: label } = task;
  return index >= 0 ? `${name} [${label || index}]` : name;
}
