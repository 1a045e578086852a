import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ILiveEvent, ILivePlace } from '../api/live';
import { type ISocket, LiveStream } from './live_stream';

class Line {
  readonly places: ILivePlace[] = [];
  readonly sockets: ISocket[] = [];
  readonly events: ILiveEvent[] = [];
  gone = 0;
  readonly stream = new LiveStream(
    { generation: 0, offset: 5 },
    {
      open: place => {
        this.places.push(place);
        const socket: ISocket = { onclose: null, onmessage: null, close: vi.fn() };
        this.sockets.push(socket);
        return socket;
      },
      onEvents: events => this.events.push(...events),
      onGone: () => (this.gone += 1)
    }
  );

  say(message: unknown): void {
    this.sockets.at(-1)!.onmessage!.call(null as never, { data: JSON.stringify(message) } as MessageEvent);
  }

  lose(): void {
    this.sockets.at(-1)!.onclose!.call(null as never, {} as CloseEvent);
  }
}

describe('the stream of a live notebook', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes on where it was when the connection is lost', () => {
    const line = new Line();
    line.say({ generation: 0, offset: 70, events: [{ op: 'cut', cell: 0, output: 0 }] });
    line.lose();
    vi.runAllTimers();
    expect(line.places).toEqual([
      { generation: 0, offset: 5 },
      { generation: 0, offset: 70 }
    ]);
    expect(line.events).toHaveLength(1);
  });

  it('ends when the journal is gone', () => {
    const line = new Line();
    line.say({ gone: true });
    line.lose();
    vi.runAllTimers();
    expect(line.gone).toBe(1);
    expect(line.places).toHaveLength(1);
    expect(line.stream.isDisposed).toBe(true);
  });
});
