import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordedChanges } from '../testing/recorded_changes';
import { PagedQuery } from './paged_query';

/** A server with rows "0", "1", …; `generation` marks the rows of later answers. */
class Rows {
  asked: number[] = [];
  generation = 0;
  fails = false;
  total = 1000;

  fetch = async (offset: number, limit: number): Promise<{ rows: string[]; total: number }> => {
    this.asked.push(offset);
    if (this.fails) {
      throw new Error('down');
    }
    const rows = Array.from({ length: limit }, (_, index) => `${offset + index}/${this.generation}`);
    return { rows, total: this.total };
  };
}

let rows: Rows;
let changes: RecordedChanges;
let query: PagedQuery<string>;

beforeEach(async () => {
  vi.useFakeTimers();
  rows = new Rows();
  changes = new RecordedChanges();
  query = new PagedQuery({ fetch: rows.fetch, changes, matches: change => change.subject === 'dag', pageSize: 100 });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  query.dispose();
  vi.useRealTimers();
});

describe('a paged query', () => {
  it('fetches the first page and learns how many rows there are', () => {
    expect(query.total).toBe(1000);
    expect(query.at(99)).toBe('99/0');
    expect(query.at(100)).toBeUndefined();
    expect(rows.asked).toEqual([0]);
  });

  it('fetches the pages on screen, each once', async () => {
    query.show(480, 520);
    query.show(481, 521);
    await vi.advanceTimersByTimeAsync(0);
    query.show(482, 522);
    expect(rows.asked).toEqual([0, 400, 500]);
    expect(query.at(500)).toBe('500/0');
  });

  it('fetches only what is on screen again after changes', async () => {
    query.show(100, 120);
    await vi.advanceTimersByTimeAsync(0);
    rows.generation = 1;
    changes.announce({ subject: 'dag' });
    changes.announce({ subject: 'dag' });
    await vi.advanceTimersByTimeAsync(400);
    expect(rows.asked).toEqual([0, 100, 100]);
    expect(query.at(100)).toBe('100/1');
    expect(query.at(0)).toBe('0/0');
    query.show(0, 20);
    await vi.advanceTimersByTimeAsync(0);
    expect(query.at(0)).toBe('0/1');
  });

  it('keeps its rows when the server does not answer', async () => {
    rows.fails = true;
    query.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(query.error?.message).toBe('down');
    expect(query.at(0)).toBe('0/0');
    rows.fails = false;
    query.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(query.error).toBeUndefined();
  });
});
