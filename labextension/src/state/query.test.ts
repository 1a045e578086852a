import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Answers } from '../testing/answers';
import { RecordedChanges } from '../testing/recorded_changes';
import type { IChange } from './changes';
import { Query } from './query';

const RUN: IChange = { subject: 'dag_run', dag_id: 'a' };
let answers: Answers<string>;
let changes: RecordedChanges;
let query: Query<string>;

beforeEach(() => {
  vi.useFakeTimers();
  answers = new Answers();
  changes = new RecordedChanges();
  query = new Query({ fetch: answers.ask, changes, matches: change => change.subject === 'dag_run' });
});
afterEach(() => {
  query.dispose();
  vi.useRealTimers();
});

describe('a query', () => {
  it('fetches once and then stands still', async () => {
    await answers.answer('first');
    vi.advanceTimersByTime(600000);
    expect(query.data).toBe('first');
    expect(answers.asked.length).toBe(1);
  });

  it('fetches once more for many changes', async () => {
    await answers.answer('first');
    for (let count = 0; count < 50; count++) {
      changes.announce(RUN, RUN);
    }
    vi.advanceTimersByTime(300);
    expect(answers.asked.length).toBe(2);
    await answers.answer('second');
    expect(query.data).toBe('second');
  });

  it('does not care about other changes', async () => {
    await answers.answer('first');
    changes.announce({ subject: 'engine' });
    vi.advanceTimersByTime(1000);
    expect(answers.asked.length).toBe(1);
  });

  it('fetches again when a change came while it was asking', async () => {
    changes.announce(RUN);
    vi.advanceTimersByTime(1000);
    expect(answers.asked.length).toBe(1);
    await answers.answer('old');
    vi.advanceTimersByTime(1000);
    expect(answers.asked.length).toBe(2);
  });

  it('fetches again after the connection was lost', async () => {
    await answers.answer('first');
    changes.reconnected.emit();
    vi.advanceTimersByTime(300);
    expect(answers.asked.length).toBe(2);
  });

  it('keeps what it had when a fetch fails, and recovers', async () => {
    await answers.answer('first');
    changes.announce(RUN);
    vi.advanceTimersByTime(300);
    await answers.answer(new Error('down'));
    expect(query.data).toBe('first');
    expect(query.error?.message).toBe('down');
    void query.refresh();
    await answers.answer('second');
    expect(query.data).toBe('second');
    expect(query.error).toBeUndefined();
  });

  it('asks nothing after it was disposed', async () => {
    await answers.answer('first');
    changes.announce(RUN);
    query.dispose();
    vi.advanceTimersByTime(1000);
    await query.refresh();
    expect(answers.asked.length).toBe(1);
  });
});
