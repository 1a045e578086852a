/** What the form of a sweep begins with: the values of a run, or of a schedule that was just saved. */
import { type ISignal, Signal } from '@lumino/signaling';

export type Values = Readonly<Record<string, unknown>>;

export class FirstValues {
  /** Emitted with the id of a DAG whose form is to begin anew. */
  get changed(): ISignal<this, string> {
    return this._changed;
  }

  set(dagId: string, values: Values): void {
    this._values.set(dagId, values);
    this._changed.emit(dagId);
  }

  /** Once: a form that is opened later begins empty. */
  take(dagId: string): Values {
    const values = this._values.get(dagId) ?? {};
    this._values.delete(dagId);
    return values;
  }

  private _values = new Map<string, Values>();
  private _changed = new Signal<this, string>(this);
}
