/** How people left the graphs: remembered over reloads. */
import type { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Orientation } from '../graph/model';

/** What is the same for all DAGs. */
export interface IHabits {
  readonly isTable: boolean;
  readonly isFollowing: boolean;
}

/** What is kept for one DAG. */
export interface IDrawn {
  /** Null: as the DAG says. */
  readonly orientation: Orientation | null;
  /** The groups that are shut. */
  readonly folded: readonly string[];
}

interface IKept extends IHabits {
  readonly dags: Readonly<Record<string, IDrawn>>;
}

const KEY = 'couture-jupyter:graphs';
const NOTHING: IKept = { isTable: false, isFollowing: false, dags: {} };
const NOT_DRAWN: IDrawn = { orientation: null, folded: [] };
/** Of more DAGs than these the oldest is forgotten. */
const MOST = 200;

export class GraphMemory {
  constructor(private readonly _state: IStateDB | null) {
    void this._load();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get habits(): IHabits {
    return this._kept;
  }

  of(dagId: string): IDrawn {
    return this._kept.dags[dagId] ?? NOT_DRAWN;
  }

  change(habits: Partial<IHabits>): void {
    this._keep({ ...this._kept, ...habits });
  }

  draw(dagId: string, drawn: Partial<IDrawn>): void {
    const { [dagId]: before = NOT_DRAWN, ...others } = this._kept.dags;
    const dags = Object.entries({ ...others, [dagId]: { ...before, ...drawn } }).slice(-MOST);
    this._keep({ ...this._kept, dags: Object.fromEntries(dags) });
  }

  private async _load(): Promise<void> {
    const stored = await this._state?.fetch(KEY);
    if (this._kept === NOTHING && isKept(stored)) {
      this._kept = stored;
      this._changed.emit();
    }
  }

  private _keep(kept: IKept): void {
    this._kept = kept;
    this._changed.emit();
    void this._state?.save(KEY, kept as unknown as ReadonlyPartialJSONValue);
  }

  private _kept = NOTHING;
  private _changed = new Signal<this, void>(this);
}

/** Only we write it; nothing is there before the first time. */
function isKept(value: unknown): value is IKept {
  return typeof value === 'object' && value !== null && 'dags' in value;
}
