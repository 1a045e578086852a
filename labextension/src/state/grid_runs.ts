/** The newest runs of a DAG with the states of their tasks, kept up to date: a change fetches only the runs it is about. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IGrid } from '../api';
import { type IShownRun, shownRuns } from './grid_cells';
import type { IChange, IChanges } from './changes';

/** What is asked: the newest ones, those before a run, or some by their names. */
export type GridQuestion = { limit: number; before?: string; dag_run_id?: readonly string[] };

export interface IGridRunsOptions {
  dagId: string;
  limit: number;
  fetch: (question: GridQuestion) => Promise<IGrid>;
  changes: IChanges;
  /** Least time between two fetches that changes cause, in milliseconds. */
  throttle?: number;
}

const MOST = 200;

/** Fetches when made. Runs are in the order in which they were due, the newest last. */
export class GridRuns implements IDisposable {
  constructor(private readonly _options: IGridRunsOptions) {
    _options.changes.arrived.connect(this._onChanges, this);
    _options.changes.reconnected.connect(this.refresh, this);
    this.refresh();
  }

  get runs(): readonly IShownRun[] {
    return this._runs;
  }

  /** Whether there was an answer yet. */
  get isLoaded(): boolean {
    return this._isLoaded;
  }

  get hasMore(): boolean {
    return this._hasMore && this._runs.length < MOST;
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

  /** Fetch everything that is shown again. */
  refresh(): void {
    this._isHeadStale = true;
    this._later(0);
  }

  /** Fetch runs before the oldest one. */
  async older(): Promise<void> {
    const before = this._runs[0]?.run.dag_run_id;
    if (before === undefined || !this.hasMore) {
      return;
    }
    await this._do(async () => {
      const grid = await this._options.fetch({ limit: Math.min(this._options.limit, MOST - this._runs.length), before });
      this._hasMore = grid.has_more;
      this._runs = merged(this._runs, shownRuns(grid));
    });
  }

  private _onChanges(_: IChanges, changes: readonly IChange[]): void {
    for (const { dag_id, run_id, subject, what } of changes) {
      if (dag_id !== this._options.dagId || run_id === undefined || !['dag_run', 'task_instance'].includes(subject)) {
        continue;
      }
      const isKnown = this._runs.some(({ run }) => run.dag_run_id === run_id);
      // A run that is not shown matters when it is new, or when it may fit a filter now.
      if (!isKnown || what === 'deleted') {
        this._isHeadStale ||= subject === 'dag_run';
      } else {
        this._stale.add(run_id);
      }
    }
    if (this._isHeadStale || this._stale.size > 0) {
      this._later(this._options.throttle ?? 400);
    }
  }

  private _later(wait: number): void {
    if (!this._isDisposed) {
      this._timer ??= setTimeout(() => {
        this._timer = undefined;
        void this._fetchStale();
      }, wait);
    }
  }

  private async _fetchStale(): Promise<void> {
    const isHead = this._isHeadStale;
    const names = [...this._stale];
    this._isHeadStale = false;
    this._stale.clear();
    await this._do(() => (isHead ? this._fetchHead() : this._fetchNamed(names)));
  }

  private async _fetchHead(): Promise<void> {
    const limit = Math.max(this._options.limit, this._runs.length);
    const grid = await this._options.fetch({ limit });
    this._hasMore = grid.has_more;
    this._runs = shownRuns(grid);
    this._isLoaded = true;
  }

  private async _fetchNamed(names: readonly string[]): Promise<void> {
    const grid = await this._options.fetch({ limit: names.length, dag_run_id: names });
    const kept = this._runs.filter(({ run }) => !names.includes(run.dag_run_id));
    this._runs = merged(kept, shownRuns(grid));
  }

  /** One request at a time, each after the one before. */
  private _do(what: () => Promise<void>): Promise<void> {
    this._last = this._last.then(async () => {
      if (this._isDisposed) {
        return;
      }
      try {
        await what();
        this._error = undefined;
      } catch (reason) {
        this._error = reason instanceof Error ? reason : new Error(String(reason));
      }
      if (!this._isDisposed) {
        this._changed.emit();
      }
    });
    return this._last;
  }

  private _runs: readonly IShownRun[] = [];
  private _isLoaded = false;
  private _hasMore = false;
  private _error: Error | undefined;
  private _stale = new Set<string>();
  private _isHeadStale = false;
  private _last = Promise.resolve();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
  private _changed = new Signal<this, void>(this);
}

/** Both lists as one in the order in which the runs were due; of a run in both, the one in `newer` counts. */
export function merged(known: readonly IShownRun[], newer: readonly IShownRun[]): IShownRun[] {
  const byId = new Map([...known, ...newer].map(each => [each.run.dag_run_id, each]));
  return [...byId.values()].sort((a, b) => a.due - b.due);
}

