/** Searches a whole log on the server, and steps through what was found. */
import { useEffect, useRef, useState } from 'react';
import type { ILogMatches, ITaskInstance } from '../api';
import { isAboutTask } from '../state/about';
import type { IChange } from '../state/changes';
import { useCouture } from '../ui';
import type { LeastLevel } from './log_filter';

/** Places of matches that are asked for at once. */
const PAGE = 1000;
/** Typing goes on so long, in milliseconds. */
const PAUSE = 250;
/** Least time between two looks at a log that grows, in milliseconds. */
const PACE = 3000;

export interface ILogSearchResult {
  /** How many lines hold the text, and the number of the one that is shown; undefined: nothing was looked for (yet). */
  found: { total: number; hasMore: boolean; number: number } | undefined;
  isBusy: boolean;
  error: Error | undefined;
  /** Show the match so many further on, round and round. */
  step: (by: number) => void;
  /** Show where the next record of at least this level begins after `place`, or the first one; false: there is none. */
  showNext: (level: LeastLevel, place: number) => Promise<boolean>;
}

interface IFound {
  matches: ILogMatches;
  number: number;
}

type Question = { text: string; level: LeastLevel; start?: number; offset?: number; limit?: number };

/** `place`: from where on the first match is looked for, in bytes; `onShow` brings a place into view. */
export function useLogSearch(
  task: ITaskInstance,
  tryNumber: number,
  text: string,
  level: LeastLevel,
  place: number,
  onShow: (place: number) => void
): ILogSearchResult {
  const { client, changes } = useCouture();
  const [found, setFound] = useState<IFound>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const turn = useRef(0);
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const ask = ({ limit = PAGE, ...question }: Question): Promise<ILogMatches> =>
    client.runs.searchLog(dagId, runId, taskId, tryNumber, { ...question, limit, map_index: mapIndex });

  /** Only the newest question counts. */
  const take = async (question: Question, then: (matches: ILogMatches) => void): Promise<void> => {
    const mine = ++turn.current;
    setBusy(true);
    try {
      const matches = await ask(question);
      if (mine === turn.current) {
        setError(undefined);
        then(matches);
      }
    } catch (reason) {
      if (mine === turn.current) {
        setError(reason instanceof Error ? reason : new Error(String(reason)));
      }
    } finally {
      if (mine === turn.current) {
        setBusy(false);
      }
    }
  };
  const show = (matches: ILogMatches, number: number): void => {
    setFound({ matches, number });
    const at = matches.offsets[number - matches.first];
    if (at !== undefined) {
      onShow(at);
    }
  };

  useEffect(() => {
    turn.current += 1;
    setFound(undefined);
    setBusy(false);
    setError(undefined);
    if (text === '') {
      return undefined;
    }
    const timer = setTimeout(() => {
      const last = (matches: ILogMatches): number => Math.max(0, matches.total_entries - 1);
      void take({ text, level, start: place }, matches => show(matches, Math.min(matches.nearest, last(matches))));
    }, PAUSE);
    return () => clearTimeout(timer);
    // Looks again for what is looked for, not from where.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, dagId, runId, taskId, mapIndex, tryNumber, text, level]);

  const first = found?.matches.first;
  useEffect(() => {
    if (first === undefined) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A log only grows: what was found keeps its number.
    const recount = (): void => {
      timer = undefined;
      void take({ text, level, offset: first }, matches => setFound(before => before && { ...before, matches }));
    };
    const onChanges = (_: unknown, arrived: readonly IChange[]): void => {
      if (arrived.some(change => isAboutTask(change, task))) {
        timer ??= setTimeout(recount, PACE);
      }
    };
    changes.arrived.connect(onChanges);
    return () => {
      clearTimeout(timer);
      changes.arrived.disconnect(onChanges);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [changes, first, text, level, tryNumber]);

  return {
    found: found && { total: found.matches.total_entries, hasMore: found.matches.has_more, number: found.number },
    isBusy,
    error,
    step: by => {
      const total = found?.matches.total_entries ?? 0;
      if (!found || total === 0) {
        return;
      }
      const number = (found.number + by + total) % total;
      const { first: from, offsets } = found.matches;
      if (number >= from && number < from + offsets.length) {
        show(found.matches, number);
      } else {
        void take({ text, level, offset: number - (number % PAGE) }, matches => show(matches, number));
      }
    },
    showNext: async (least, after) => {
      let at: number | undefined;
      await take({ text: '', level: least, start: after + 1, limit: 1 }, ({ offsets, nearest, total_entries: total }) => {
        at = nearest < total ? offsets[0] : undefined;
      });
      if (at === undefined) {
        await take({ text: '', level: least, offset: 0, limit: 1 }, ({ offsets }) => (at = offsets[0]));
      }
      if (at !== undefined) {
        onShow(at);
      }
      return at !== undefined;
    }
  };
}
