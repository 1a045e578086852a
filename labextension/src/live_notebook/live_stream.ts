/** Follows what happens to a try's notebook: one socket, opened again at the same place whenever it is lost. */
import type { IDisposable } from '@lumino/disposable';
import type { ILiveEvent, ILiveMessage, ILivePlace } from '../api/live';

/** What the stream needs of a WebSocket. */
export type ISocket = Pick<WebSocket, 'onclose' | 'onmessage' | 'close'>;

export interface ILiveStreamOptions {
  /** Opens a socket for what comes after the place. */
  open: (place: ILivePlace) => ISocket;
  onEvents: (events: readonly ILiveEvent[]) => void;
  /** The journal is gone: the executed notebook has everything. Nothing follows. */
  onGone: () => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10000;

export class LiveStream implements IDisposable {
  constructor(
    private _place: ILivePlace,
    private readonly _options: ILiveStreamOptions
  ) {
    this._connect();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._socket?.close();
  }

  private _connect(): void {
    const socket = this._options.open(this._place);
    this._socket = socket;
    socket.onmessage = ({ data }) => this._onMessage(JSON.parse(String(data)) as ILiveMessage);
    socket.onclose = () => {
      if (!this._isDisposed) {
        this._timer = setTimeout(() => this._connect(), this._wait);
        this._wait = Math.min(2 * this._wait, LONGEST_WAIT);
      }
    };
  }

  private _onMessage(message: ILiveMessage): void {
    if (this._isDisposed) {
      return;
    }
    if (message.gone) {
      this.dispose();
      this._options.onGone();
      return;
    }
    this._wait = FIRST_WAIT;
    this._place = { generation: message.generation, offset: message.offset };
    this._options.onEvents(message.events);
  }

  private _socket: ISocket | undefined;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _wait = FIRST_WAIT;
  private _isDisposed = false;
}
