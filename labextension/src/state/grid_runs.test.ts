import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IGrid, IGridRun } from '../api';
import { Answers } from '../testing/answers';
import { RecordedChanges } from '../testing/recorded_changes';
import { type CellState, shownRuns, together, weightiest } from './grid_cells';
import { type GridQuestion, GridRuns, type GridWindow } from './grid_runs';

function run(hour: number, change: Partial<IGridRun> = {}): IGridRun {
  const at = `2026-03-01T${String(hour).padStart(2, '0')}:00:00Z`;
  return {
    ...{ dag_run_id: `run ${hour}`, state: 'success', run_type: 'manual', logical_date: at, run_after: at, queued_at: at },
    ...{ start_date: at, end_date: at, version_number: 1, partition_key: null, note: null },
    cells: { task: [], state: [], mapped: [], try_number: [], queued: [], start: [], end: [] },
    ...change
  };
}

function grid(runs: IGridRun[], hasMore = false): IGrid {
  return { dag_id: 'sales', task_ids: ['load', 'each'], states: ['success', 'failed', null], runs, has_more: hasMore };
}

describe('cells', () => {
  it('have the times of their run, and one cell stands for the states of a mapped task', () => {
    const cells = {
      ...{ task: [0, 1, 1], state: [0, 0, 1], mapped: [0, 2, 1], try_number: [1, 1, 3] },
      ...{ queued: [0, 1, 1], start: [0.5, 2, 3], end: [4, 5, 9] }
    };
    const [shown] = shownRuns(grid([run(9, { cells })]));
    const zero = Date.parse('2026-03-01T09:00:00Z');
    expect(shown.cells.get('load')).toMatchObject({ state: 'success', mapped: 0, start: zero + 500, end: zero + 4000 });
    const each = shown.cells.get('each')!;
    expect(each).toMatchObject({ state: 'failed', mapped: 3, tryNumber: 3, start: zero + 2000, end: zero + 9000 });
    expect([...each.counts]).toEqual([
      ['success', 2],
      ['failed', 1]
    ]);
  });

  it('together end only when all of them did', () => {
    const counts = new Map<CellState, number>([['running', 1]]);
    const cell = { state: 'running', counts, mapped: 0, tryNumber: 1, queued: 1 } as const;
    const both = together([
      { ...cell, start: 5, end: 9 },
      { ...cell, start: 3, end: null }
    ]);
    expect(both).toMatchObject({ start: 3, end: null });
    expect(together([])).toBeNull();
  });

  it('tell what went wrong before what goes on, and that before what went well', () => {
    expect(weightiest(['success', 'running', 'failed'])).toBe('failed');
    expect(weightiest(['success', null, 'running'])).toBe('running');
    expect(weightiest(['success', 'skipped'])).toBe('success');
    expect(weightiest([])).toBeNull();
  });
});

describe('the runs of a grid', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function made(): { shared: GridRuns; runs: GridWindow; answers: Answers<IGrid>; questions: GridQuestion[]; changes: RecordedChanges } {
    const answers = new Answers<IGrid>();
    const questions: GridQuestion[] = [];
    const changes = new RecordedChanges();
    const fetch = (question: GridQuestion): Promise<IGrid> => {
      questions.push(question);
      return answers.ask();
    };
    const shared = new GridRuns({ dagId: 'sales', fetch, changes });
    return { shared, runs: shared.open(2, true), answers, questions, changes };
  }

  const ids = (runs: GridWindow): string[] => runs.runs.map(each => each.run.dag_run_id);

  it('are asked for again only where something changed', async () => {
    const { runs, answers, questions, changes } = made();
    await vi.advanceTimersByTimeAsync(0);
    await answers.answer(grid([run(2), run(1)], true));
    expect(ids(runs)).toEqual(['run 1', 'run 2']);

    const change = { subject: 'task_instance', dag_id: 'sales', run_id: 'run 2' };
    changes.announce(change, { ...change, task_id: 'load' }, { ...change, dag_id: 'other' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions.at(-1)).toEqual({ limit: 1, dag_run_id: ['run 2'], with_tasks: true });
    await answers.answer(grid([run(2, { state: 'failed' })]));
    expect(runs.runs.map(each => each.run.state)).toEqual(['success', 'failed']);

    changes.announce({ ...change, run_id: 'unknown' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions).toHaveLength(2);
  });

  it('begin with new ones, and lose those that are deleted', async () => {
    const { runs, answers, questions, changes } = made();
    await vi.advanceTimersByTimeAsync(0);
    await answers.answer(grid([run(2), run(1)]));
    changes.announce({ subject: 'dag_run', what: 'created', dag_id: 'sales', run_id: 'run 3' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions.at(-1)).toEqual({ limit: 2, with_tasks: true });
    await answers.answer(grid([run(3), run(2)], true));
    expect(ids(runs)).toEqual(['run 2', 'run 3']);
    changes.announce({ subject: 'dag_run', what: 'deleted', dag_id: 'sales', run_id: 'run 3' });
    await vi.advanceTimersByTimeAsync(1000);
    await answers.answer(grid([run(2), run(1)]));
    expect(ids(runs)).toEqual(['run 1', 'run 2']);
  });

  it('go back in time, and a failure loses nothing', async () => {
    const { runs, answers, questions } = made();
    await vi.advanceTimersByTimeAsync(0);
    await answers.answer(grid([run(4), run(3)], true));
    void runs.older();
    await vi.advanceTimersByTimeAsync(0);
    expect(questions.at(-1)).toEqual({ limit: 2, before: 'run 3', with_tasks: true });
    await answers.answer(new Error('away'));
    expect([runs.error?.message, ids(runs)]).toEqual(['away', ['run 3', 'run 4']]);
    void runs.older();
    await vi.advanceTimersByTimeAsync(0);
    await answers.answer(grid([run(2), run(1)]));
    expect([runs.error, runs.hasMore, ids(runs)]).toEqual([undefined, false, ['run 1', 'run 2', 'run 3', 'run 4']]);
  });

  it('are asked for once for all who look at them: as many as one of them shows, with tasks if one shows tasks', async () => {
    const { shared, runs, answers, questions, changes } = made();
    const choice = shared.open(3, false);
    await vi.advanceTimersByTimeAsync(0);
    expect(questions).toEqual([{ limit: 3, with_tasks: true }]);
    const late = shared.open(1, false); // while the question is under way
    await answers.answer(grid([run(3), run(2), run(1)], true));
    expect([ids(runs), ids(choice), ids(late)]).toEqual([['run 2', 'run 3'], ['run 1', 'run 2', 'run 3'], ['run 3']]);

    void runs.older();
    await vi.advanceTimersByTimeAsync(0);
    expect(questions.at(-1)).toEqual({ limit: 1, before: 'run 1', with_tasks: true });
    await answers.answer(grid([run(0)]));
    expect([ids(runs).length, runs.hasMore, ids(choice).length, choice.hasMore]).toEqual([4, false, 3, true]);
    void choice.older();
    await vi.advanceTimersByTimeAsync(0);
    expect([ids(choice).length, choice.hasMore, questions.length]).toEqual([4, false, 2]);

    runs.dispose();
    changes.announce({ subject: 'task_instance', dag_id: 'sales', run_id: 'run 3' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions).toHaveLength(2); // nobody shows tasks any more
    changes.announce({ subject: 'dag_run', dag_id: 'sales', run_id: 'run 3' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(questions.at(-1)).toEqual({ limit: 1, dag_run_id: ['run 3'], with_tasks: false });
    await answers.answer(grid([run(3)]));

    const again = shared.open(2, true);
    expect([again.isLoaded, choice.isLoaded]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(0);
    expect(questions.at(-1)).toEqual({ limit: 6, with_tasks: true });
    await answers.answer(grid([run(3), run(2)]));
    expect(again.isLoaded).toBe(true);

    for (const window of [again, choice, late]) {
      window.dispose();
    }
    expect(shared.isDisposed).toBe(true);
  });
});
