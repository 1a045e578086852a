/** JSON as a person writes it: where it goes wrong, and how it looks when it is laid out. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** What is wrong with a text that should be JSON, as a sentence with the line; null when nothing is. */
export function jsonProblem(text: string, trans: TranslationBundle): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (reason) {
    const at = placeOf(text, reason instanceof Error ? reason.message : '');
    return at === null
      ? trans.__('This is not JSON.')
      : trans.__('This is not JSON: look at line %1, column %2.', at.line, at.column);
  }
}

/** Laid out over several lines; the text itself where it is not JSON. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // Whoever shows it shows the problem as well.
  }
}

/** Whether a text is a JSON object or list: worth being laid out. */
export function isJsonDocument(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) {
    return false;
  }
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The place that the browser's message tells: V8 gives a position, Firefox line and column. */
function placeOf(text: string, message: string): { line: number; column: number } | null {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) {
    return { line: Number(named[1]), column: Number(named[2]) };
  }
  const found = /position (\d+)/.exec(message);
  const position = found ? Number(found[1]) : /end of JSON|Unexpected end/.test(message) ? text.length : null;
  if (position === null) {
    return null;
  }
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}
