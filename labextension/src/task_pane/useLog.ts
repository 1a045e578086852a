/** The log of a try in a component: opened at its end, grown by events. */
import { useEffect, useMemo, useState } from 'react';
import type { ITaskInstance } from '../api';
import type { IChange } from '../state/changes';
import { isFinished, useCouture } from '../ui';
import { type ILogView, LogWindow } from './log_window';
import { isAboutTask } from '../state/about';

export interface ILogResult {
  view: ILogView | undefined;
  error: Error | undefined;
  isBusy: boolean;
  earlier: () => Promise<void>;
  later: () => Promise<void>;
  head: () => Promise<void>;
  tail: () => Promise<void>;
  /** Have a place of the log loaded, in bytes; true: it was read anew around it. */
  at: (place: number) => Promise<boolean>;
}

/** Least time between two reads that events cause, in milliseconds. */
const PACE = 200;

export function useLog(task: ITaskInstance, tryNumber: number): ILogResult {
  const { client, changes } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const [view, setView] = useState<ILogView>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const log = useMemo(
    () =>
      new LogWindow((offset, limit) =>
        client.runs.log(dagId, runId, taskId, tryNumber, { offset, limit, map_index: mapIndex })
      ),
    [client, dagId, runId, taskId, mapIndex, tryNumber]
  );
  const show = async (reading: Promise<ILogView>): Promise<void> => {
    try {
      setView(await reading);
      setError(undefined);
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
    }
  };
  const ask = async (reading: Promise<ILogView>): Promise<void> => {
    setBusy(true);
    await show(reading);
    setBusy(false);
  };
  useEffect(() => {
    void show(log.openTail());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readSoon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void show(log.readNew());
      }, PACE);
    };
    const onChanges = (_: unknown, arrived: readonly IChange[]): void => {
      if (arrived.some(change => isAboutTask(change, task))) {
        readSoon();
      }
    };
    changes.arrived.connect(onChanges);
    changes.reconnected.connect(readSoon);
    return () => {
      clearTimeout(timer);
      changes.arrived.disconnect(onChanges);
      changes.reconnected.disconnect(readSoon);
    };
    // The task is new with every event; what identifies it is in `log`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [log, changes]);
  useEffect(() => {
    if (isFinished(task.state)) {
      void show(log.readNew());
    }
  }, [log, task.state]);
  return {
    view,
    error,
    isBusy,
    earlier: () => ask(log.readEarlier()),
    later: () => ask(log.readLater()),
    head: () => ask(log.openHead()),
    tail: () => ask(log.openTail()),
    at: async place => {
      const isLoaded = log.has(place);
      await ask(log.openAt(place));
      return !isLoaded;
    }
  };
}
