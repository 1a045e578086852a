/** The changes for a widget: what arrives while nobody sees it is told at once when it is shown, so that it asks once. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IChange, IChanges } from './changes';

/** So many are kept; of more a widget asks for everything, as after a lost connection. */
const MOST_KEPT = 1000;

export class ChangesInSight implements IChanges, IDisposable {
  /** `isSeen` says whether the widget is seen just now; call `show` when it comes into sight. */
  constructor(
    private readonly _all: IChanges,
    private readonly _isSeen: () => boolean
  ) {
    _all.arrived.connect(this._onArrived, this);
    _all.reconnected.connect(this._onReconnected, this);
    _all.connectedChanged.connect(this._onConnected, this);
  }

  get arrived(): ISignal<this, readonly IChange[]> {
    return this._arrived;
  }

  get reconnected(): ISignal<this, void> {
    return this._reconnected;
  }

  get connectedChanged(): ISignal<this, boolean> {
    return this._connectedChanged;
  }

  get isConnected(): boolean {
    return this._all.isConnected;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  announce(...changes: IChange[]): void {
    this._all.announce(...changes);
  }

  /** Tell what was kept back. */
  show(): void {
    const kept = this._kept;
    const isAllOld = this._isAllOld || kept.length > MOST_KEPT;
    this._kept = [];
    this._isAllOld = false;
    if (kept.length > 0) {
      this._arrived.emit(kept); // also of too many: pages learn from them what is gone
    }
    if (isAllOld) {
      this._reconnected.emit();
    }
  }

  private _onArrived(_: IChanges, changes: readonly IChange[]): void {
    if (this._isSeen()) {
      this._arrived.emit(changes);
    } else if (this._kept.length <= MOST_KEPT) {
      this._kept = [...this._kept, ...changes];
    }
  }

  private _onReconnected(): void {
    this._isAllOld = true;
    if (this._isSeen()) {
      this.show();
    }
  }

  private _onConnected(_: IChanges, isConnected: boolean): void {
    this._connectedChanged.emit(isConnected);
  }

  private _arrived = new Signal<this, readonly IChange[]>(this);
  private _reconnected = new Signal<this, void>(this);
  private _connectedChanged = new Signal<this, boolean>(this);
  private _kept: IChange[] = [];
  private _isAllOld = false;
  private _isDisposed = false;
}
