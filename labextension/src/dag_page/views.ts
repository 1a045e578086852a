/** The sections of a DAG's page, in the order of their ranks. */
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IDagView, IDagViews } from '../tokens';

export class DagViews implements IDagViews {
  get views(): readonly IDagView[] {
    return this._views;
  }

  /** Emitted when a section came or went. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether a section can show a part of the DAG alone; null: the first one. */
  narrows(id: string | null): boolean {
    return (id === null ? this._views[0] : this._views.find(each => each.id === id))?.narrows === true;
  }

  /** Tell the section that it is about to be shown; null: nobody knows which one yet. */
  prepare(id: string | null, dagId: string): void {
    this._views.find(each => each.id === id)?.prepare?.(dagId);
  }

  add(view: IDagView): IDisposable {
    if (this._views.some(each => each.id === view.id)) {
      throw new Error(`There is already a section "${view.id}" on the page of a DAG.`);
    }
    this._views = [...this._views, view].sort((a, b) => a.rank - b.rank);
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._views = this._views.filter(each => each !== view);
      this._changed.emit();
    });
  }

  private _views: readonly IDagView[] = [];
  private _changed = new Signal<this, void>(this);
}
