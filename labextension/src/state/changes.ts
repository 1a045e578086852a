/** The stream of changes: what the engine and other people did, as far as this person may hear of it. */
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

/** One change, as couture_scheduler/events.py describes it. */
export interface IChange {
  subject: 'dag' | 'dag_run' | 'task_instance' | 'progress' | 'log' | 'import_error' | 'dag_file' | 'engine' | string;
  what?: 'created' | 'changed' | 'deleted';
  dag_id?: string;
  run_id?: string;
  task_id?: string;
  map_index?: number;
  try_number?: number;
  state?: string;
  user?: string;
  detail?: Record<string, unknown>;
}

/** Where changes come from. After `reconnected` anything may have been missed: fetch again. */
export interface IChanges {
  readonly arrived: ISignal<IChanges, readonly IChange[]>;
  readonly reconnected: ISignal<IChanges, void>;
  readonly connectedChanged: ISignal<IChanges, boolean>;
  /** Whether they come; until the first connection is made or refused it is taken for granted. */
  readonly isConnected: boolean;
  /** Tell this page's own pages at once what one of them did, without waiting for the engine to say so. */
  announce(...changes: IChange[]): void;
}

/** What the stream needs of a WebSocket. */
export type ISocket = Pick<WebSocket, 'onopen' | 'onclose' | 'onmessage' | 'close'>;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;

/** One socket, opened again whenever it closes. */
export class ChangeStream implements IChanges, IDisposable {
  constructor(private readonly _open: () => ISocket) {
    this._connect();
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
    return this._isConnected;
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
    this._socket?.close();
    Signal.clearData(this);
  }

  announce(...changes: IChange[]): void {
    this._arrived.emit(changes);
  }

  /** Try now instead of waiting for the next attempt, e.g. when the network is back. */
  reconnectNow(): void {
    if (!this._isConnected && this._timer !== undefined) {
      this._connect();
    }
  }

  private _connect(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const socket = this._open();
    this._socket = socket;
    socket.onopen = () => this._onOpen();
    socket.onclose = () => this._onClose(socket);
    socket.onmessage = message => this._onMessage(message.data);
  }

  private _onOpen(): void {
    this._wait = FIRST_WAIT;
    if (!this._isConnected) {
      this._setConnected(true);
      this._reconnected.emit();
    }
  }

  private _onClose(socket: ISocket): void {
    if (this._isDisposed || socket !== this._socket) {
      return;
    }
    this._setConnected(false);
    this._timer = setTimeout(() => this._connect(), this._wait);
    this._wait = Math.min(this._wait * 2, LONGEST_WAIT);
  }

  private _onMessage(data: unknown): void {
    const changes = changesIn(data);
    if (changes.length) {
      this._arrived.emit(changes);
    }
    // The server hears the engine from now on: what it told before was missed.
    if (changes.some(change => change.subject === 'engine' && change.state === 'running')) {
      this._reconnected.emit();
    }
  }

  private _setConnected(isConnected: boolean): void {
    if (this._isConnected !== isConnected) {
      this._isConnected = isConnected;
      this._connectedChanged.emit(isConnected);
    }
  }

  private _arrived = new Signal<this, readonly IChange[]>(this);
  private _reconnected = new Signal<this, void>(this);
  private _connectedChanged = new Signal<this, boolean>(this);
  private _socket: ISocket | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _wait = FIRST_WAIT;
  private _isConnected = true;
  private _isDisposed = false;
}

function changesIn(data: unknown): readonly IChange[] {
  return typeof data === 'string' ? (JSON.parse(data) as { changes: IChange[] }).changes : [];
}
