/** Which roles a group gives, as lines of text, `cn=team,dc=example,dc=com: User, Op`, and back. */

export type Mapping = Readonly<Record<string, readonly string[]>>;

export function textOf(mapping: Mapping): string {
  return Object.entries(mapping)
    .map(([group, roles]) => `${group}: ${roles.join(', ')}`)
    .join('\n');
}

/** The mapping, and the first line that is none. A group's name may have a colon in it: the last one counts. */
export function mappingOf(text: string): { mapping: Record<string, string[]>; wrong: string | null } {
  const mapping: Record<string, string[]> = {};
  for (const line of text.split('\n').map(each => each.trim())) {
    const [, group = '', given = ''] = /^(.+):([^:]*)$/.exec(line) ?? [];
    const roles = given
      .split(',')
      .map(each => each.trim())
      .filter(Boolean);
    if (group.trim() && roles.length > 0) {
      mapping[group.trim()] = [...(mapping[group.trim()] ?? []), ...roles];
    } else if (line) {
      return { mapping, wrong: line };
    }
  }
  return { mapping, wrong: null };
}
