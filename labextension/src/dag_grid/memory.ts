/** What a person folded and how many runs they chose, for each DAG: remembered with the workspace. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export interface IGridLook {
  /** How many runs. */
  readonly limit: number;
  readonly folded: readonly string[];
  readonly unfolded: readonly string[];
}

export const LIMITS = [10, 25, 50, 100] as const;
export const FIRST_LOOK: IGridLook = { limit: 25, folded: [], unfolded: [] };

export class GridMemory {
  constructor(private readonly _state: IStateDB | null) {}

  async load(dagId: string): Promise<IGridLook> {
    return lookOf(await this._state?.fetch(keyOf(dagId)));
  }

  async save(dagId: string, look: IGridLook): Promise<void> {
    await this._state?.save(keyOf(dagId), look as unknown as ReadonlyPartialJSONObject);
  }
}

function keyOf(dagId: string): string {
  return `couture-jupyter:grid:${dagId}`;
}

/** The look that a stored value means; what cannot be read is as at first. */
export function lookOf(stored: unknown): IGridLook {
  const { limit, folded, unfolded } = (stored ?? {}) as Record<string, unknown>;
  return {
    limit: LIMITS.find(each => each === limit) ?? FIRST_LOOK.limit,
    folded: texts(folded),
    unfolded: texts(unfolded)
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
