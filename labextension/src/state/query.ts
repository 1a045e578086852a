/** A piece of the server's state that keeps itself up to date: fetched once, then again when a matching change arrives. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IChange, IChanges } from './changes';

export interface IQueryOptions<T> {
  /** Asks the server. */
  fetch: () => Promise<T>;
  changes: IChanges;
  /** Whether a change makes what we hold old. Without it only `refresh` and a reconnect fetch again. */
  matches?: (change: IChange) => boolean;
  /** Least time between two fetches in milliseconds. */
  throttle?: number;
}

/** What comes within so many milliseconds leads to one fetch: the server tells what a person did, then the engine what it
 * made of it. */
const TOGETHER = 100;

/**
 * Fetches when made; then never more than one request at a time and one a `throttle`. What arrives while a request is
 * under way leads to exactly one more.
 */
export class Query<T> implements IDisposable {
  constructor(private readonly _options: IQueryOptions<T>) {
    _options.changes.arrived.connect(this._onChanges, this);
    _options.changes.reconnected.connect(this._onReconnected, this);
    void this.refresh();
  }

  /** The newest answer; the one before stays while a new one is fetched. */
  get data(): T | undefined {
    return this._data;
  }

  /** Why the newest fetch failed, if it did. */
  get error(): Error | undefined {
    return this._error;
  }

  get isLoading(): boolean {
    return this._inFlight !== undefined;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Fetch now, or as soon as the request under way is done. */
  refresh(): Promise<void> {
    if (this._isDisposed) {
      return Promise.resolve();
    }
    if (this._inFlight) {
      this._isStale = true;
      return this._inFlight;
    }
    clearTimeout(this._timer);
    this._timer = undefined;
    this._inFlight = this._fetch();
    return this._inFlight;
  }

  /** Show a value before the server confirms it, e.g. a switch that was just clicked. */
  set(data: T): void {
    this._data = data;
    this._changed.emit();
  }

  private async _fetch(): Promise<void> {
    this._isStale = false;
    this._lastFetch = Date.now();
    try {
      const data = await this._options.fetch();
      this._error = undefined;
      this._data = data;
    } catch (reason) {
      this._error = reason instanceof Error ? reason : new Error(String(reason));
    }
    this._inFlight = undefined;
    if (this._isDisposed) {
      return;
    }
    this._changed.emit();
    if (this._isStale) {
      this._later();
    }
  }

  private _onChanges(_: IChanges, changes: readonly IChange[]): void {
    const { matches } = this._options;
    if (matches && changes.some(matches)) {
      this._later();
    }
  }

  private _onReconnected(): void {
    this._later();
  }

  private _later(): void {
    if (this._isDisposed) {
      return;
    }
    if (this._inFlight) {
      this._isStale = true;
      return;
    }
    if (this._timer === undefined) {
      const wait = this._lastFetch + (this._options.throttle ?? 300) - Date.now();
      this._timer = setTimeout(() => void this.refresh(), Math.max(TOGETHER, wait));
    }
  }

  private _data: T | undefined;
  private _error: Error | undefined;
  private _inFlight: Promise<void> | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _lastFetch = 0;
  private _isStale = false;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}
