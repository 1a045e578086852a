/** Rights on single DAGs as lines of text, `read sales` or `edit sales`, and back. */

export type Right = 'read' | 'edit';

export function textOf(dags: Readonly<Record<string, Right>>): string {
  return Object.entries(dags)
    .map(([id, right]) => `${right} ${id}`)
    .join('\n');
}

/** The rights, and the first line that is none. */
export function dagsOf(text: string): { dags: Record<string, Right>; wrong: string | null } {
  const dags: Record<string, Right> = {};
  for (const line of text.split('\n').map(each => each.trim())) {
    const found = /^(read|edit)\s+(\S+)$/.exec(line);
    if (found) {
      dags[found[2]] = found[1] as Right;
    } else if (line) {
      return { dags, wrong: line };
    }
  }
  return { dags, wrong: null };
}
