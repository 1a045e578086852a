/** The newest runs of a DAG with the states of their tasks, kept up to date: a change fetches only the runs it is about. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IGrid } from '../api';
import { type IShownRun, shownRuns } from './grid_cells';
import type { IChange, IChanges } from './changes';

/** What is asked: the newest ones, those before a run, or some by their names; with or without their tasks. */
export type GridQuestion = { limit: number; before?: string; dag_run_id?: readonly string[]; with_tasks: boolean };

export interface IGridRunsOptions {
  dagId: string;
  fetch: (question: GridQuestion) => Promise<IGrid>;
  changes: IChanges;
  /** Least time between two fetches that changes cause, in milliseconds. */
  throttle?: number;
}

const MOST = 200;
const NOTHING = { limit: 0, withTasks: false };

/**
 * The runs that all parts of a page share: each looks through a window of its own, and what the windows want together
 * is asked for once. Runs are in the order in which they were due, the newest last.
 */
export class GridRuns implements IDisposable {
  constructor(private readonly _options: IGridRunsOptions) {
    _options.changes.arrived.connect(this._onChanges, this);
    _options.changes.reconnected.connect(this.refresh, this);
  }

  get runs(): readonly IShownRun[] {
    return this._runs;
  }

  /** Whether there are runs before the first of these. */
  get hasMore(): boolean {
    return this._hasMore;
  }

  /** Whether every run has its tasks. */
  get hasTasks(): boolean {
    return this._hasTasks;
  }

  /** Whether there was an answer yet. */
  get isLoaded(): boolean {
    return this._isLoaded;
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

  /** Called when the last window is closed. */
  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Look at so many of the newest runs; what is not there is fetched. */
  open(limit: number, withTasks: boolean): GridWindow {
    const window = new GridWindow(this, limit, withTasks);
    this._windows.add(window);
    if (limit > this._asked.limit || (withTasks && !this._asked.withTasks)) {
      this.refresh();
    }
    return window;
  }

  /** A window is not needed any more. */
  close(window: GridWindow): void {
    this._windows.delete(window);
    if (this._windows.size === 0) {
      this.dispose();
    }
  }

  /** Fetch everything that is shown again. */
  refresh(): void {
    this._isHeadStale = true;
    this._later(0);
  }

  /** Let a window show so many runs; older ones that are not there are fetched. */
  widen(window: GridWindow, size: number): Promise<void> {
    return this._do(async () => {
      const limit = size - this._runs.length;
      const before = this._runs[0]?.run.dag_run_id;
      if (before !== undefined && limit > 0 && this._hasMore) {
        const grid = await this._ask({ limit, before });
        this._hasMore = grid.has_more;
        this._runs = merged(this._runs, shownRuns(grid));
      }
      window.size = size;
    });
  }

  private get _wantsTasks(): boolean {
    return [...this._windows].some(each => each.withTasks);
  }

  private _onChanges(_: IChanges, changes: readonly IChange[]): void {
    const subjects = this._wantsTasks ? ['dag_run', 'task_instance'] : ['dag_run'];
    for (const { dag_id, run_id, subject, what } of changes) {
      if (dag_id !== this._options.dagId || run_id === undefined || !subjects.includes(subject)) {
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
    const limit = Math.max(...[...this._windows].map(each => each.size));
    this._asked = { limit, withTasks: this._wantsTasks };
    try {
      const grid = await this._ask({ limit });
      this._hasMore = grid.has_more;
      this._runs = shownRuns(grid);
      this._isLoaded = true;
      this._hasTasks = this._asked.withTasks;
    } catch (reason) {
      this._asked = NOTHING;
      throw reason;
    }
  }

  private async _fetchNamed(names: readonly string[]): Promise<void> {
    const grid = await this._ask({ limit: names.length, dag_run_id: names });
    const kept = this._runs.filter(({ run }) => !names.includes(run.dag_run_id));
    this._runs = merged(kept, shownRuns(grid));
  }

  private _ask(question: Omit<GridQuestion, 'with_tasks'>): Promise<IGrid> {
    const withTasks = this._wantsTasks;
    if (!withTasks) {
      this._asked = { ...this._asked, withTasks };
      this._hasTasks = false;
    }
    return this._options.fetch({ ...question, with_tasks: withTasks });
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

  private readonly _windows = new Set<GridWindow>();
  private _runs: readonly IShownRun[] = [];
  /** What the newest question for the newest runs was. */
  private _asked = NOTHING;
  private _hasTasks = false;
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

/** The newest of the runs, as many as one part of a page shows. */
export class GridWindow implements IDisposable {
  /** How many runs it shows at most. */
  size: number;

  /** `GridRuns.open` makes it. */
  constructor(
    private readonly _shared: GridRuns,
    private readonly _limit: number,
    readonly withTasks: boolean
  ) {
    this.size = _limit;
  }

  get runs(): readonly IShownRun[] {
    return this._shared.runs.slice(-this.size);
  }

  /** Whether there was an answer yet that says all that is shown here. */
  get isLoaded(): boolean {
    return this._shared.isLoaded && (this._shared.hasTasks || !this.withTasks);
  }

  get hasMore(): boolean {
    return this.size < MOST && (this._shared.hasMore || this._shared.runs.length > this.size);
  }

  get error(): Error | undefined {
    return this._shared.error;
  }

  get changed(): ISignal<GridRuns, void> {
    return this._shared.changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._shared.close(this);
    }
  }

  refresh(): void {
    this._shared.refresh();
  }

  /** Show as many runs more. */
  async older(): Promise<void> {
    if (this.hasMore) {
      await this._shared.widen(this, Math.min(MOST, this.size + this._limit));
    }
  }

  private _isDisposed = false;
}

/** Both lists as one in the order in which the runs were due; of a run in both, the one in `newer` counts. */
export function merged(known: readonly IShownRun[], newer: readonly IShownRun[]): IShownRun[] {
  const byId = new Map([...known, ...newer].map(each => [each.run.dag_run_id, each]));
  return [...byId.values()].sort((a, b) => a.due - b.due);
}

