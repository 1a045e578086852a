/** The output path template: its placeholders and a live example of what a run will write. */
import { toWallClock } from '../ui';

/** The placeholders, as documented, in the order they are listed. */
export const PLACEHOLDERS = [
  'run_id',
  'date',
  'time',
  'notebook',
  'name',
  'dag_id',
  'task_id',
  'try_number'
] as const;

/** Characters that the server replaces in a placeholder's value, so that it stays one name. */
const REFUSED = /[<>:"/\\|?*]/g;

export interface IExampleContext {
  name: string;
  notebook: string;
  timezone: string;
  now: Date;
}

/** The DAG's id for a name, as the server will make it. */
export function dagIdFor(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/_+/g, '_')
    .replace(/^[_.-]+|[_.-]+$/g, '')
    .slice(0, 250);
}

/** The values that the placeholders would have in a run that starts now. */
export function exampleValues(context: IExampleContext): Record<string, string> {
  const { name, notebook, timezone, now } = context;
  const wall = toWallClock(now.toISOString(), timezone) || now.toISOString().slice(0, 16);
  const file = notebook.split('/').pop() ?? '';
  return {
    run_id: `manual__${now.toISOString().slice(0, 19)}`,
    date: wall.slice(0, 10),
    time: `${wall.slice(11, 16).replace(':', '-')}-00`,
    notebook: file.replace(/(?<=.)\.[^.]+$/, ''),
    name: dagIdFor(name),
    dag_id: dagIdFor(name),
    task_id: 'notebook',
    try_number: '1'
  };
}

/** The template with its placeholders filled; `unknown` names those that do not exist. */
export function renderExample(template: string, context: IExampleContext): { path: string; unknown: string[] } {
  const values = exampleValues(context);
  const unknown: string[] = [];
  const path = template.replace(/\{([^{}]*)\}/g, (whole, word: string) => {
    const name = word.trim();
    if (name in values) {
      return values[name].replace(REFUSED, '-');
    }
    unknown.push(name);
    return whole;
  });
  return { path, unknown };
}
