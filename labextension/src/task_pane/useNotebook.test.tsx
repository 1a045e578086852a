import { Signal } from '@lumino/signaling';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ITaskInstance } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { useNotebook } from './useNotebook';

const PATH = 'dags/d/dagRuns/r/taskInstances/a/notebook';

function instance(state: string): ITaskInstance {
  return {
    dag_id: 'd',
    dag_run_id: 'r',
    task_id: 'a',
    map_index: -1,
    state,
    try_number: 1,
    progress: { cell: 1, cells: 2 }
  } as ITaskInstance;
}

/** The task as it was told last. */
function Followed({ first, told }: { first: ITaskInstance; told: Signal<unknown, ITaskInstance> }): ReactElement {
  const [task, setTask] = useState(first);
  useEffect(() => void told.connect((_, next) => setTask(next)), [told]);
  return <Shown task={task} />;
}

function Shown({ task }: { task: ITaskInstance }): ReactElement {
  return <p>{useNotebook(task, 1).data?.path}</p>;
}

describe('the executed notebook of a try', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('is asked for once when its task has ended', async () => {
    const couture = testCouture({ [`GET ${PATH}`]: { path: 'runs/a.ipynb' } });
    const drawn = await draw(<Shown task={instance('success')} />, couture);
    await drawn.act(() => vi.advanceTimersByTime(10_000));
    expect(couture.asked).toEqual([`GET ${PATH}`]);
    expect(drawn.node.textContent).toBe('runs/a.ipynb');
  });

  it('is asked for again when its task ends', async () => {
    const couture = testCouture({ [`GET ${PATH}`]: { path: 'runs/a.ipynb' } });
    const tell = new Signal<unknown, ITaskInstance>({});
    const drawn = await draw(<Followed first={instance('running')} told={tell} />, couture);
    await drawn.act(() => tell.emit(instance('success')));
    expect(couture.asked).toEqual([`GET ${PATH}`, `GET ${PATH}`]);
  });
});
