/** What a person chose in a view, for each DAG: remembered with the workspace. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

export class ViewMemory<Look extends object> {
  /** `first`: how the view looks before anything was chosen; `read`: the look that a stored value means. */
  constructor(
    private readonly _state: IStateDB | null,
    private readonly _view: string,
    readonly first: Look,
    private readonly _read: (stored: Readonly<Record<string, unknown>>) => Look
  ) {}

  async load(dagId: string): Promise<Look> {
    const stored = await this._state?.fetch(this._key(dagId));
    return typeof stored === 'object' && stored !== null ? this._read(stored as Record<string, unknown>) : this.first;
  }

  async save(dagId: string, look: Look): Promise<void> {
    await this._state?.save(this._key(dagId), look as unknown as ReadonlyPartialJSONObject);
  }

  private _key(dagId: string): string {
    return `couture-jupyter:${this._view}:${dagId}`;
  }
}

/** The texts of a stored list; none of anything else. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

/** The value with one more text, or without it if it is there. */
export function flipped(texts: readonly string[], text: string): string[] {
  return texts.includes(text) ? texts.filter(each => each !== text) : [...texts, text];
}
