/** An expression of assets as people read it. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** `prices and (rates or orders)`; parentheses where the sense needs them. */
export function expressionText(expression: unknown, trans: TranslationBundle, isOuter = true): string {
  const [kind, value] = Object.entries((expression ?? {}) as Record<string, unknown>)[0] ?? [];
  if (kind === 'all' || kind === 'any') {
    const parts = (value as unknown[]).map(each => expressionText(each, trans, false));
    const text = parts.join(kind === 'all' ? trans.__(' and ') : trans.__(' or '));
    return isOuter || parts.length === 1 ? text : `(${text})`;
  }
  const { name, uri } = (value ?? {}) as { name?: string; uri?: string };
  return name ?? uri ?? '';
}
