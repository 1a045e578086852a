import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IChange, ISocket } from './changes';
import { ChangeStream } from './changes';

/** A socket that the test opens, closes and speaks through. */
class TestSocket implements ISocket {
  onopen: ISocket['onopen'] = null;
  onclose: ISocket['onclose'] = null;
  onmessage: ISocket['onmessage'] = null;
  isClosed = false;

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event('open'));
  }

  drop(): void {
    this.onclose?.call(this as unknown as WebSocket, new Event('close') as CloseEvent);
  }

  say(data: unknown): void {
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent('message', { data }));
  }
}

function stream(): { changes: ChangeStream; sockets: TestSocket[] } {
  const sockets: TestSocket[] = [];
  const changes = new ChangeStream(() => {
    const socket = new TestSocket();
    sockets.push(socket);
    return socket;
  });
  return { changes, sockets };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the stream of changes', () => {
  it('passes on the changes of a message', () => {
    const { changes, sockets } = stream();
    const arrived: IChange[] = [];
    changes.arrived.connect((_, batch) => arrived.push(...batch));
    sockets[0].open();
    sockets[0].say(JSON.stringify({ changes: [{ subject: 'dag_run', state: 'failed' }] }));
    expect(arrived).toEqual([{ subject: 'dag_run', state: 'failed' }]);
  });

  it('says that something may have been missed when the server begins to hear the engine', () => {
    const { changes, sockets } = stream();
    const reconnected = vi.fn();
    changes.reconnected.connect(reconnected);
    sockets[0].open();
    sockets[0].say(JSON.stringify({ changes: [{ subject: 'engine', state: 'stopped' }] }));
    expect(reconnected).not.toHaveBeenCalled();
    sockets[0].say(JSON.stringify({ changes: [{ subject: 'engine', state: 'running' }] }));
    expect(reconnected).toHaveBeenCalledOnce();
  });

  it('opens a new socket when the old one closes, and says that something may have been missed', () => {
    const { changes, sockets } = stream();
    const reconnected = vi.fn();
    changes.reconnected.connect(reconnected);
    sockets[0].open();
    expect(reconnected).not.toHaveBeenCalled();
    sockets[0].drop();
    expect(changes.isConnected).toBe(false);
    vi.advanceTimersByTime(1000);
    sockets[1].open();
    expect(reconnected).toHaveBeenCalledTimes(1);
    expect(changes.isConnected).toBe(true);
  });

  it('waits longer after each failed attempt', () => {
    const { sockets } = stream();
    for (let attempt = 0; attempt < 5; attempt++) {
      sockets[attempt].drop();
      vi.advanceTimersByTime(500 * 2 ** attempt - 1);
      expect(sockets.length).toBe(attempt + 1);
      vi.advanceTimersByTime(1);
      expect(sockets.length).toBe(attempt + 2);
    }
  });

  it('tries at once when asked', () => {
    const { changes, sockets } = stream();
    sockets[0].drop();
    changes.reconnectNow();
    expect(sockets.length).toBe(2);
  });

  it('does not come back after it was disposed', () => {
    const { changes, sockets } = stream();
    sockets[0].open();
    changes.dispose();
    sockets[0].drop();
    vi.advanceTimersByTime(60000);
    expect(sockets[0].isClosed).toBe(true);
    expect(sockets.length).toBe(1);
  });

  it('announces what this page itself did', () => {
    const { changes } = stream();
    const arrived = vi.fn();
    changes.arrived.connect((_, batch) => arrived(batch));
    changes.announce({ subject: 'dag', dag_id: 'a' });
    expect(arrived).toHaveBeenCalledWith([{ subject: 'dag', dag_id: 'a' }]);
  });
});
