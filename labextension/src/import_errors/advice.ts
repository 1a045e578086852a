/** What people can do about a DAG file that could not be read, by what Python says. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** The last line of a traceback tells the error; null: there is no advice for it. */
export function adviceFor(text: string, trans: TranslationBundle): string | null {
  const missing = /No module named '([^']+)'/.exec(text);
  if (missing) {
    return trans.__(
      'Install the package that has "%1" in the environment of the engine; if it is a file of yours, put it beside the DAG file or into the plugins folder.',
      missing[1]
    );
  }
  const name = /cannot import name '([^']+)' from '([^']+)'/.exec(text);
  if (name) {
    return trans.__('"%2" has no "%1": look for another version of the package, or for a new place of the name.', name[1], name[2]);
  }
  if (/\b(?:SyntaxError|IndentationError|TabError)\b/.test(text)) {
    return trans.__('Open the file at the line: Python could not read it there, or just before.');
  }
  if (/took longer than/.test(text)) {
    return trans.__('Move slow work (queries, requests, large imports) from the top of the file into tasks.');
  }
  if (/\bDuplicateTaskIdFound\b|already (?:a task|in use)/i.test(text)) {
    return trans.__('Give each task of the DAG a task_id of its own.');
  }
  if (/\bcycle\b|AirflowDagCycleException/i.test(text)) {
    return trans.__('The tasks depend on each other in a circle: take one of the dependencies out.');
  }
  if (/Variable .* (?:does not exist|is missing)|no variable/i.test(text)) {
    return trans.__('Add the variable, or read it with a default.');
  }
  if (/\bNameError\b/.test(text)) {
    return trans.__('A name is used that nothing has defined: look for a missing import or a typing mistake.');
  }
  return null;
}
