/** What a person folded in the grid and how many runs they chose, for each DAG. */
import type { IStateDB } from '@jupyterlab/statedb';
import { textsOf, ViewMemory } from '../state/view_memory';

export interface IGridLook {
  /** How many runs. */
  readonly limit: number;
  readonly folded: readonly string[];
  readonly unfolded: readonly string[];
}

export const LIMITS = [10, 25, 50, 100] as const;
export const FIRST_LOOK: IGridLook = { limit: 25, folded: [], unfolded: [] };

export type GridMemory = ViewMemory<IGridLook>;

export function gridMemory(state: IStateDB | null): GridMemory {
  return new ViewMemory(state, 'grid', FIRST_LOOK, lookOf);
}

/** The look that a stored value means; what cannot be read is as at first. */
export function lookOf({ limit, folded, unfolded }: Readonly<Record<string, unknown>>): IGridLook {
  return {
    limit: LIMITS.find(each => each === limit) ?? FIRST_LOOK.limit,
    folded: textsOf(folded),
    unfolded: textsOf(unfolded)
  };
}
