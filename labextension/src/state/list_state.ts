/** What a list shows, as its page keeps it, as its command's arguments, and as its address: filters and order. */
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** Filters by their ids; each value is a text, several are joined with `joined`. */
export interface IListState {
  readonly filters: Readonly<Record<string, string>>;
  /** As the server takes it: a name, with `-` in front for descending. */
  readonly orderBy: string;
}

/** Several values as one text. */
export function joined(values: readonly string[]): string {
  return values.map(value => encodeURIComponent(value)).join(',');
}

/** The values that `joined` made one text of. */
export function separated(text: string): string[] {
  return text === '' ? [] : text.split(',').map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody wrote it by hand, with a percent sign of its own.
    return text;
  }
}

/** What arguments ask for; what is not among `ids` is left out. Lists and numbers become text. */
export function stateOf(args: ReadonlyPartialJSONObject, ids: readonly string[], orderBy: string): IListState {
  const filters: Record<string, string> = {};
  for (const id of ids) {
    const given = args[id];
    if (Array.isArray(given)) {
      filters[id] = joined(given.map(String));
    } else if (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean') {
      filters[id] = String(given);
    }
  }
  const asked = typeof args.orderBy === 'string' && args.orderBy ? args.orderBy : orderBy;
  return { filters: withoutEmpty(filters), orderBy: asked };
}

/** The arguments that lead back to this state: only what differs from a list without filters. */
export function argsOf(state: IListState, orderBy: string): ReadonlyPartialJSONObject {
  return { ...state.filters, ...(state.orderBy === orderBy ? {} : { orderBy: state.orderBy }) };
}

/** The state with some filters changed; an empty value takes one away. */
export function withFilters(state: IListState, change: Readonly<Record<string, string>>): IListState {
  return { ...state, filters: withoutEmpty({ ...state.filters, ...change }) };
}

/** Arguments as one part of an address, and back. */
export function queryOf(args: ReadonlyPartialJSONObject): string {
  return new URLSearchParams(Object.entries(args).map(([name, value]) => [name, String(value)])).toString();
}

export function argsIn(query: string): ReadonlyPartialJSONObject {
  return Object.fromEntries(new URLSearchParams(query));
}

/** A span between two texts, `from..to`; either may be missing. */
export function rangeOf(text: string): { from: string; to: string } {
  const [from = '', to = ''] = text.split('..');
  return { from, to };
}

export function rangeText(from: string, to: string): string {
  return from || to ? `${from}..${to}` : '';
}

function withoutEmpty(filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
}
