/** The values that a brick's form begins with. */
import type { BrickValues, IBrick, IBrickParameter } from '../api';

/** The defaults; names that the source has already get a number, so that a brick can be put in twice. */
export function firstValues(brick: Pick<IBrick, 'parameters'>, source: string): BrickValues {
  const taken = new Set<string>();
  return Object.fromEntries(
    brick.parameters.map(parameter => [parameter.name, firstValue(parameter, source, taken)])
  );
}

/** What to fill in after an insertion: the same, but for the names that the source has now. */
export function nextValues(brick: Pick<IBrick, 'parameters'>, values: BrickValues, source: string): BrickValues {
  const asGiven = brick.parameters.map(parameter => ({ ...parameter, default: values[parameter.name] }));
  return firstValues({ parameters: asGiven }, source);
}

function firstValue(parameter: IBrickParameter, source: string, taken: Set<string>): unknown {
  const { type, default: given } = parameter;
  if (type !== 'identifier' || typeof given !== 'string' || !isTaken(given, source)) {
    return given ?? (type === 'boolean' ? false : null);
  }
  const base = given.replace(/_\d+$/, '');
  let number = 2;
  while (isTaken(`${base}_${number}`, source) || taken.has(`${base}_${number}`)) {
    number++;
  }
  taken.add(`${base}_${number}`);
  return `${base}_${number}`;
}

/** Whether the name, or one that is made with it (`do_load` of `load`), is defined in the source or is a task's id. */
function isTaken(name: string, source: string): boolean {
  const part = `\\w*${name}(?!_\\d)(?:_[a-z]\\w*)?`;
  const defined = new RegExp(`^\\s*(?:(?:async\\s+)?def\\s+${part}\\b|${part}\\s*=[^=])`, 'm');
  const id = new RegExp(`(?:task_id|group_id|dag_id|DAG\\(|TaskGroup\\()\\s*=?\\s*["']${name}["']`);
  return name !== '' && (defined.test(source) || id.test(source));
}

/** Python's rule for names, but for its words, which the server knows. */
export function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/** A list as a text with a line for each entry, and back. */
export function linesOfList(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : '';
}

export function listOfLines(text: string): string[] {
  return text.split('\n').filter(line => line.trim() !== '');
}
