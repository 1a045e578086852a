/** An expression of assets as people read it. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** `prices and (rates or orders)`; parentheses where the sense needs them. */
export function expressionText(expression: unknown, trans: TranslationBundle, isOuter = true): string {
  const [kind, value] = Object.entries((expression ?? {}) as Record<string, unknown>)[0] ?? [];
  if (kind === 'all' || kind === 'any') {
    const parts = (value as unknown[]).map(each => expressionText(each, trans, false));
    const joined = (one: string, other: string): string =>
      kind === 'all' ? trans.__('%1 and %2', one, other) : trans.__('%1 or %2', one, other);
    const text = parts.slice(1).reduce(joined, parts[0] ?? '');
    return isOuter || parts.length === 1 ? text : `(${text})`;
  }
  const { name, uri } = (value ?? {}) as { name?: string; uri?: string };
  return name ?? uri ?? '';
}
