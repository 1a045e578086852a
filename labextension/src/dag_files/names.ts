/** Names of new DAG files: what is typed, the path and the DAG id that come of it, and what is wrong with it. */
export interface INewName {
  /** In the DAG folder. */
  readonly path: string;
  readonly dagId: string;
  /** What is wrong; null: it can be used. */
  readonly problem: 'empty' | 'characters' | 'outside' | 'hidden' | 'long' | 'taken' | null;
}

const LONGEST = 250;

/** What is typed may have folders, and may end with `.py`. */
export function newName(typed: string, taken: ReadonlySet<string>): INewName {
  const text = typed.trim();
  const path = text.endsWith('.py') ? text : `${text}.py`;
  const parts = path.split('/');
  const dagId = (parts[parts.length - 1] ?? '').slice(0, -3);
  return { path, dagId, problem: problemOf(text, path, parts, dagId, taken) };
}

function problemOf(
  text: string,
  path: string,
  parts: readonly string[],
  dagId: string,
  taken: ReadonlySet<string>
): INewName['problem'] {
  if (!text || !dagId) {
    return 'empty';
  }
  if (text.startsWith('/') || text.includes('\\') || parts.includes('..') || parts.includes('')) {
    return 'outside';
  }
  if (parts.some(part => part.startsWith('.'))) {
    return 'hidden';
  }
  if (!/^[\w.-]+$/.test(dagId)) {
    return 'characters';
  }
  if (dagId.length > LONGEST) {
    return 'long';
  }
  return taken.has(path) ? 'taken' : null;
}
