/** The output path template: its placeholders and a live example of what a run will write. */
import { toWallClock } from './zoned';

/** The placeholders, as documented, in the order they are listed. */
export const PLACEHOLDERS = ['run_id', 'dag_id', 'name', 'notebook', 'date', 'time'] as const;

export interface IExampleContext {
  name: string;
  notebook: string;
  timezone: string;
  now: Date;
}

/** The DAG's id for a name, as the server will make it. */
export function dagIdFor(name: string): string {
  return name
    .trim()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[_.-]+|[_.-]+$/g, '')
    .toLowerCase();
}

/** The values that the placeholders would have in a run that starts now. */
export function exampleValues(context: IExampleContext): Record<string, string> {
  const wall = toWallClock(context.now.toISOString(), context.timezone) || context.now.toISOString();
  const file = context.notebook.split('/').pop() ?? '';
  return {
    run_id: `manual__${context.now.toISOString().slice(0, 19)}`,
    dag_id: dagIdFor(context.name),
    name: context.name,
    notebook: file.replace(/\.ipynb$/, ''),
    date: wall.slice(0, 10),
    time: wall.slice(11, 16).replace(':', '')
  };
}

/** The template with its placeholders filled; `unknown` names those that do not exist. */
export function renderExample(template: string, context: IExampleContext): { path: string; unknown: string[] } {
  const values = exampleValues(context);
  const unknown: string[] = [];
  const path = template.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    if (name in values) {
      return values[name];
    }
    unknown.push(name);
    return whole;
  });
  return { path, unknown };
}
