/** A notebook task that somebody looks at: its state, its newest try, its document and what happens to it. */
import type * as nbformat from '@jupyterlab/nbformat';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, type IExecutedNotebook, type ITaskInstance } from '../api';
import { openLiveSocket } from '../api/live';
import { Query } from '../state/query';
import type { ICouture } from '../tokens';
import { isFinished } from '../ui';
import type { LiveNotebook } from './LiveNotebook';
import { LiveStream } from './live_stream';
import type { ILiveTarget } from './target';

/** Least time between two readings of the document, in milliseconds. */
const PACE = 1000;

export class LiveRun implements IDisposable {
  constructor(
    private readonly _couture: ICouture,
    readonly target: ILiveTarget,
    private readonly _notebook: LiveNotebook
  ) {
    const { changes, client } = _couture;
    const { dagId, runId, mapIndex } = target;
    this.task = new Query<ITaskInstance>({
      fetch: () => this._fetchTask(),
      changes,
      matches: change =>
        ['task_instance', 'progress', 'dag_run'].includes(change.subject) &&
        change.dag_id === dagId &&
        (change.run_id === runId || change.run_id === undefined) &&
        (change.map_index === undefined || change.subject === 'dag_run' || change.map_index === mapIndex),
      throttle: 200
    });
    this._document = new Query<IExecutedNotebook | null>({
      fetch: async () => {
        const task = this.task.data;
        const number = this.tryNumber;
        return task && number > 0
          ? client.runs.notebook(dagId, runId, task.task_id, number, task.map_index)
          : null;
      },
      changes,
      throttle: PACE
    });
    changes.connectedChanged.connect(this._onConnected, this);
    this.task.changed.connect(this._onTask, this);
    this._document.changed.connect(this._onDocument, this);
  }

  /** The task instance. */
  readonly task: Query<ITaskInstance>;

  /** The try that is shown: the named one, else the newest. */
  get tryNumber(): number {
    const newest = this.task.data?.try_number ?? 0;
    return Math.min(this.target.tryNumber ?? newest, newest);
  }

  /** Whether the shown try is over. */
  get isOver(): boolean {
    const task = this.task.data;
    return task !== undefined && (this.tryNumber < task.try_number || isFinished(task.state));
  }

  /** The shown document, without its cells' newest outputs. */
  get document(): IExecutedNotebook | null | undefined {
    return this._document.data;
  }

  /** Whether the server tells what happens. */
  get isConnected(): boolean {
    return this._couture.changes.isConnected;
  }

  /** Why there is nothing to see, if so. */
  get error(): Error | undefined {
    const error = this.task.error ?? this._document.error;
    const isNotYet = error instanceof ApiError && error.status === 404 && error === this._document.error;
    return isNotYet ? undefined : error;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this.task.isDisposed;
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._stream?.dispose();
    this.task.dispose();
    this._document.dispose();
    Signal.clearData(this);
  }

  private async _fetchTask(): Promise<ITaskInstance> {
    const { runs } = this._couture.client;
    const { dagId, runId, taskId, mapIndex } = this.target;
    if (taskId !== undefined) {
      return runs.task(dagId, runId, taskId, mapIndex);
    }
    const tasks = (await runs.tasks(dagId, runId, { limit: 1000 })).filter(task => task.is_notebook && !task.is_script);
    const found = tasks.find(task => task.state === 'running') ?? tasks.find(task => task.state === 'failed');
    if (tasks.length === 0) {
      throw new ApiError(404, this._couture.trans.__('This run has no notebook.'));
    }
    return found ?? tasks[0];
  }

  /** Read the document when another try is to be seen, when the first is there, and when the try has ended. */
  private _onTask(): void {
    const task = this.task.data;
    if (task) {
      const isWriting = task.progress !== null;
      const shape = `${task.task_id} ${task.map_index} ${this.tryNumber} ${task.state} ${isWriting}`;
      if (shape !== this._shape) {
        this._shape = shape;
        void this._document.refresh();
      }
    }
    this._changed.emit();
  }

  private _onDocument(): void {
    const { data, error } = this._document;
    if (data && !error && data !== this._shown) {
      this._shown = data;
      this._stream?.dispose();
      this._stream = undefined;
      this._notebook.display(data.notebook as unknown as nbformat.INotebookContent, data.failed_cell);
      this._follow(data);
    }
    const task = this.task.data;
    if (!this._stream && task?.state === 'running' && task.progress !== null) {
      this._readAgain(PACE); // the document is not there yet, or nobody tells what is added to it
    }
    this._changed.emit();
  }

  private _onConnected(): void {
    this._changed.emit();
  }

  private _readAgain(wait: number): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._document.refresh(), wait);
  }

  private _follow(data: IExecutedNotebook): void {
    const task = this.task.data;
    if (!data.live || !task) {
      return;
    }
    const of = {
      dagId: this.target.dagId,
      runId: this.target.runId,
      taskId: task.task_id,
      mapIndex: task.map_index,
      tryNumber: data.try_number
    };
    this._stream = new LiveStream(data.live, {
      open: place => openLiveSocket(this._couture.client.http, of, place),
      onEvents: events => this._notebook.grow(events),
      onGone: () => this._readAgain(Date.now() - this._since < PACE ? PACE : 0)
    });
    this._since = Date.now();
  }

  private readonly _document: Query<IExecutedNotebook | null>;
  private _shown: IExecutedNotebook | undefined;
  private _stream: LiveStream | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _shape = '';
  private _since = 0;
  private readonly _changed = new Signal<this, void>(this);
}
