/** The facts that go with an update, as people write them. */

/** The object that the text means; null when it is none. Nothing means no facts. */
export function parseExtra(text: string): Record<string, unknown> | null {
  if (text.trim() === '') {
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The facts on one line, `rows: 3, path: "x"`. */
export function extraText(extra: object | null): string {
  return Object.entries(extra ?? {})
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}
