/** A try's log: its end first, growing while the task runs, of any size. */
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { ITaskInstance } from '../api';
import { ActionButton, ErrorBanner, Loading, Toggle, useCouture } from '../ui';
import { type LeastLevel, ofLevel, placeOf } from './log_filter';
import { LogLines } from './LogLines';
import { FIRST_CHOICE, LogOptions } from './LogOptions';
import type { ILogView } from './log_window';
import { LogSearch } from './LogSearch';
import { sizeText } from '../ui/size';
import { type ILogResult, useLog } from './useLog';
import { useLogSearch } from './useLogSearch';

export interface ILogViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function LogView({ task, tryNumber }: ILogViewProps): ReactElement {
  const { client, trans } = useCouture();
  const reading = useLog(task, tryNumber);
  const [isFollowing, setFollowing] = useState(true);
  // The line that was jumped to, by its place in the log, and how often one was.
  const [shown, setShown] = useState<{ at: number; moves: number } | null>(null);
  // Grows when the window jumps to another place: the lines are drawn anew from there.
  const [jumps, setJumps] = useState(0);
  const jump = async (read: () => Promise<void>, isToEnd: boolean): Promise<void> => {
    setShown(null);
    await read();
    setFollowing(isToEnd);
    setJumps(count => count + 1);
  };
  const log: ILogResult = {
    ...reading,
    earlier: () => {
      setFollowing(false);
      return reading.earlier();
    },
    head: () => jump(reading.head, false),
    tail: () => jump(reading.tail, true)
  };
  const { view } = log;
  const [text, setText] = useState('');
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const [hasNone, setHasNone] = useState(false);
  const show = (at: number): void => {
    setFollowing(false);
    void reading.at(at).then(isNew => {
      setShown(before => ({ at, moves: (before?.moves ?? 0) + 1 }));
      setJumps(count => (isNew ? count + 1 : count));
    });
  };
  const search = useLogSearch(task, tryNumber, text, choice.least, shown?.at ?? view?.start ?? 0, show);
  const showNext = async (level: LeastLevel): Promise<void> => {
    setHasNone(!(await search.showNext(level, shown?.at ?? (view?.start ?? 0) - 1)));
  };
  const lines = useMemo(() => ofLevel(view?.lines ?? [], choice.least), [view, choice.least]);
  const place = useMemo(() => (shown ? placeOf(lines, shown.at, text) : undefined), [lines, shown, text]);
  const error = log.error ?? search.error;
  if (tryNumber === 0) {
    return <p className="couture-muted">{trans.__('It has not been tried yet.')}</p>;
  }
  if (!view) {
    return error ? <ErrorBanner error={error} onRetry={() => void log.tail()} /> : <Loading />;
  }
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  return (
    <div className="couture-Log">
      <div className="couture-Log-bar">
        <LogSearch text={text} search={search} onText={setText} />
        <LogOptions
          choice={choice}
          onChange={next => {
            setChoice(next);
            setShown(null);
            setHasNone(false);
          }}
          onError={() => void showNext('error')}
        />
        {hasNone && (
          <span className="couture-muted" role="status">
            {trans.__('There is none in the whole log.')}
          </span>
        )}
        <Toggle label={trans.__('Follow')} isOn={isFollowing && !view.detached} onChange={setFollowing} />
        <span className="couture-muted">{sizeText(view.size)}</span>
        <a
          className="couture-Button couture-mod-minimal"
          href={client.runs.logUrl(dagId, runId, taskId, tryNumber, mapIndex)}
          download={`${taskId}-${tryNumber}.log`}
        >
          <downloadIcon.react tag="span" className="couture-Button-icon" />
          <span>{trans.__('Download')}</span>
        </a>
      </div>
      {error && <ErrorBanner error={error} onRetry={() => void log.tail()} />}
      <Earlier log={log} view={view} />
      <LogLines
        key={`${jumps} ${choice.isWrapped} ${choice.least}`}
        lines={lines}
        choice={choice}
        start={view.start}
        search={text}
        shown={place}
        moves={shown?.moves ?? 0}
        isFollowing={isFollowing && !view.detached}
        onFollow={setFollowing}
      />
      {lines.length === 0 && view.lines.length > 0 && (
        <div className="couture-Buttons">
          <span className="couture-muted">{trans.__('No line of the loaded part has this level.')}</span>
          <ActionButton label={trans.__('Find the next one')} onClick={() => void showNext(choice.least)} />
        </div>
      )}
      {view.detached && (
        <div className="couture-Buttons">
          <LogButton label={trans.__('Load later')} log={log} onClick={log.later} />
          <LogButton label={trans.__('Go to the end')} log={log} onClick={log.tail} />
        </div>
      )}
      {view.size === 0 && (
        <p className="couture-muted">
          {view.complete ? trans.__('Nothing was written to the log.') : trans.__('Nothing is in the log yet.')}
        </p>
      )}
    </div>
  );
}

function Earlier({ log, view }: { log: ILogResult; view: ILogView }): ReactElement | null {
  const { trans } = useCouture();
  if (view.start === 0) {
    return null;
  }
  return (
    <div className="couture-Buttons couture-Log-earlier">
      <span className="couture-muted">{trans.__('%1 more above', sizeText(view.start))}</span>
      <LogButton label={trans.__('Load earlier')} log={log} onClick={log.earlier} />
      <LogButton label={trans.__('Go to the beginning')} log={log} onClick={log.head} />
    </div>
  );
}

interface ILogButtonProps {
  label: string;
  log: ILogResult;
  onClick: () => Promise<void>;
}

function LogButton({ label, log, onClick }: ILogButtonProps): ReactElement {
  return (
    <button type="button" className="couture-Button" disabled={log.isBusy} onClick={() => void onClick()}>
      {label}
    </button>
  );
}
