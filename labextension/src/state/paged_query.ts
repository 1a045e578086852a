/** A long list of which only the pages on screen are fetched, kept up to date by changes. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IChange, IChanges } from './changes';

export interface IPage<T> {
  rows: readonly T[];
  total: number;
  /** The server has more than it counts. */
  truncated?: boolean;
}

export interface IPagedQueryOptions<T> {
  fetch: (offset: number, limit: number) => Promise<IPage<T>>;
  changes: IChanges;
  matches: (change: IChange) => boolean;
  pageSize?: number;
  /** Least time between two rounds of fetches that changes cause, in milliseconds. */
  throttle?: number;
}

interface ILoadedPage<T> {
  rows: readonly T[];
  isStale: boolean;
}

/** Call `show` with what is on screen; read with `at`. A stale page stays until its new rows are there. */
export class PagedQuery<T> implements IDisposable {
  constructor(private readonly _options: IPagedQueryOptions<T>) {
    this._pageSize = _options.pageSize ?? 100;
    _options.changes.arrived.connect(this._onChanges, this);
    _options.changes.reconnected.connect(this.refresh, this);
    this._load();
  }

  /** How many rows there are; unknown until the first answer. */
  get total(): number | undefined {
    return this._total;
  }

  /** Whether there are more than it says. */
  get isTruncated(): boolean {
    return this._isTruncated;
  }

  get error(): Error | undefined {
    return this._error;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** The row at `index`, if its page was fetched. */
  at(index: number): T | undefined {
    return this._pages.get(Math.floor(index / this._pageSize))?.rows[index % this._pageSize];
  }

  /** All rows that were fetched. */
  *loaded(): Iterable<T> {
    for (const page of this._pages.values()) {
      yield* page.rows;
    }
  }

  /** The rows from `first` to `last` are on screen. */
  show(first: number, last: number): void {
    this._first = Math.max(0, first);
    this._last = Math.max(this._first, last);
    this._load();
  }

  /** Everything we hold may be old: fetch what is on screen again, the rest when it is shown. */
  refresh(): void {
    this._pages.forEach(page => {
      page.isStale = true;
    });
    this._load();
  }

  private _load(): void {
    const first = Math.floor(this._first / this._pageSize);
    const last = Math.floor(this._last / this._pageSize);
    for (let index = first; index <= last; index++) {
      const page = this._pages.get(index);
      if ((!page || page.isStale) && !this._loading.has(index)) {
        void this._fetch(index);
      }
    }
  }

  private async _fetch(index: number): Promise<void> {
    this._loading.add(index);
    const before = this._staleness;
    try {
      const page = await this._options.fetch(index * this._pageSize, this._pageSize);
      this._pages.set(index, { rows: page.rows, isStale: before !== this._staleness });
      this._total = page.total;
      this._isTruncated = page.truncated ?? false;
      this._error = undefined;
    } catch (reason) {
      this._error = reason instanceof Error ? reason : new Error(String(reason));
    }
    this._loading.delete(index);
    if (this._isDisposed) {
      return;
    }
    this._changed.emit();
    if (before !== this._staleness && !this._error) {
      this._later();
    }
  }

  private _onChanges(_: IChanges, changes: readonly IChange[]): void {
    if (changes.some(this._options.matches)) {
      this._staleness++;
      this._later();
    }
  }

  private _later(): void {
    this._timer ??= setTimeout(() => {
      this._timer = undefined;
      this.refresh();
    }, this._options.throttle ?? 400);
  }

  private readonly _pageSize: number;
  private readonly _pages = new Map<number, ILoadedPage<T>>();
  private readonly _loading = new Set<number>();
  private _first = 0;
  private _last = 0;
  private _staleness = 0;
  private _total: number | undefined;
  private _isTruncated = false;
  private _error: Error | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}
