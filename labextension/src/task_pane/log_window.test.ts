import { describe, expect, it } from 'vitest';
import { type FetchLog, LogWindow } from './log_window';

/** A log file of this text, read as the server reads it. */
class FakeLog {
  text = '';
  complete = false;
  reads = 0;

  readonly fetch: FetchLog = async (offset, limit) => {
    this.reads += 1;
    const all = new TextEncoder().encode(this.text);
    const start = offset < 0 ? Math.max(0, all.length + offset) : Math.min(offset, all.length);
    const end = Math.min(all.length, start + limit);
    return {
      content: new TextDecoder().decode(all.slice(start, end)),
      offset: start,
      next_offset: end,
      size: all.length,
      complete: this.complete && end === all.length
    };
  };
}

function lines(from: number, to: number): string {
  let text = '';
  for (let n = from; n <= to; n += 1) {
    text += `line ${String(n).padStart(6, '0')}\n`;
  }
  return text;
}

describe('a log window', () => {
  it('shows a short log whole', async () => {
    const log = new FakeLog();
    log.text = 'one\ntwo\n';
    log.complete = true;
    const view = await new LogWindow(log.fetch).openTail();
    expect(view.lines.map(line => line.text)).toEqual(['one', 'two']);
    expect(view).toMatchObject({ start: 0, size: 8, complete: true, detached: false });
  });

  it('opens a long log at its end, with whole lines, in one read', async () => {
    const log = new FakeLog();
    log.text = lines(1, 10000);
    const view = await new LogWindow(log.fetch, 1000).openTail();
    expect(log.reads).toBe(1);
    expect(view.lines.at(-1)?.text).toBe('line 010000');
    expect(view.lines[0].text).toMatch(/^line \d{6}$/);
    expect(view.start).toBeGreaterThan(0);
    expect(view.detached).toBe(false);
  });

  it('reads upwards without losing or doubling a line', async () => {
    const log = new FakeLog();
    log.text = lines(1, 300);
    const window = new LogWindow(log.fetch, 500);
    let view = await window.openTail();
    while (view.start > 0) {
      view = await window.readEarlier();
    }
    expect(view.lines.map(line => line.text).join('\n') + '\n').toBe(log.text);
  });

  it('follows a growing log, also when a line comes in two parts', async () => {
    const log = new FakeLog();
    log.text = 'one\nhal';
    const window = new LogWindow(log.fetch);
    expect((await window.openTail()).lines.map(line => line.text)).toEqual(['one', 'hal']);
    log.text += 'f\nthree\n';
    log.complete = true;
    const view = await window.readNew();
    expect(view.lines.map(line => line.text)).toEqual(['one', 'half', 'three']);
    expect(view.complete).toBe(true);
  });

  it('catches up with a burst that is larger than a step', async () => {
    const log = new FakeLog();
    const window = new LogWindow(log.fetch, 100);
    await window.openTail();
    log.text = lines(1, 200);
    const view = await window.readNew();
    expect(view.lines).toHaveLength(200);
  });

  it('forgets the oldest lines when there are too many', async () => {
    const log = new FakeLog();
    log.text = lines(1, 10);
    const window = new LogWindow(log.fetch, 200, 1000);
    await window.openTail();
    log.text += lines(11, 1000);
    const view = await window.readNew();
    expect(view.lines.length).toBeLessThan(120);
    expect(view.lines.at(-1)?.text).toBe('line 001000');
    expect(view.start).toBeGreaterThan(0);
  });

  it('is detached from the end after reading far up, and comes back by reading on', async () => {
    const log = new FakeLog();
    log.text = lines(1, 1000);
    const window = new LogWindow(log.fetch, 500, 1000);
    let view = await window.openTail();
    for (let n = 0; n < 5; n += 1) {
      view = await window.readEarlier();
    }
    expect(view.detached).toBe(true);
    while (view.detached) {
      const last = view.lines.at(-1)?.text ?? '';
      view = await window.readLater();
      const texts = view.lines.map(line => line.text);
      expect(texts[texts.indexOf(last) + 1] ?? 'line').toMatch(/^line/);
    }
    expect(view.lines.at(-1)?.text).toBe('line 001000');
  });

  it('shows an endless line in parts', async () => {
    const log = new FakeLog();
    log.text = 'x'.repeat(1000);
    const window = new LogWindow(log.fetch, 300, 10000);
    let view = await window.openHead();
    while (view.detached) {
      view = await window.readLater();
    }
    expect(view.lines.map(line => line.text).join('')).toBe(log.text);
  });

  it('reads text that is not ASCII', async () => {
    const log = new FakeLog();
    log.text = 'äöü €\n'.repeat(50);
    const window = new LogWindow(log.fetch, 110);
    let view = await window.openTail();
    while (view.start > 0) {
      view = await window.readEarlier();
    }
    expect(view.lines).toHaveLength(50);
  });

  it('opens around a place, and keeps what is loaded', async () => {
    const log = new FakeLog();
    log.text = lines(1, 10000);
    const window = new LogWindow(log.fetch, 1000);
    await window.openTail();
    const place = 12 * 4999;
    expect(window.has(place)).toBe(false);
    const view = await window.openAt(place);
    expect(view.lines.find(line => line.at === place)?.text).toBe('line 005000');
    expect(view).toMatchObject({ detached: true });
    expect(view.start).toBeLessThan(place);
    const reads = log.reads;
    await window.openAt(place + 12);
    expect(log.reads).toBe(reads);
    const start = await window.openAt(0);
    expect(start.lines[0]).toMatchObject({ at: 0, text: 'line 000001' });
  });
});
