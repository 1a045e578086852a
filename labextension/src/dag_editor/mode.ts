/** What the editor's page shows: the text, or a review of it beside another text. */
import type { IBase } from './file_state';

export type Mode =
  | { readonly kind: 'edit' }
  /** Beside what is saved; `version`: beside an older content of the file. */
  | { readonly kind: 'review'; readonly version: IVersionChoice | null };

export interface IVersionChoice {
  readonly dagId: string;
  readonly number: number;
  readonly createdAt: string;
  readonly content: string;
}

export const EDIT: Mode = { kind: 'edit' };
export const REVIEW: Mode = { kind: 'review', version: null };

/** The text on the left of a review. */
export function besides(mode: Mode & { kind: 'review' }, base: IBase, theirs: IBase | null): string {
  return mode.version?.content ?? (theirs ?? base).content;
}
