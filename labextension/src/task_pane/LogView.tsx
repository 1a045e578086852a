/** A try's log: its end first, growing while the task runs, of any size. */
import { downloadIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';
import type { ITaskInstance } from '../api';
import { ErrorBanner, Loading, Toggle, useCouture } from '../ui';
import { errorStarts, ofLevel } from './log_filter';
import type { ILogLine } from './log_lines';
import { LogLines } from './LogLines';
import { FIRST_CHOICE, LogOptions } from './LogOptions';
import type { ILogView } from './log_window';
import { LogSearch } from './LogSearch';
import { sizeText } from '../ui/size';
import { type ILogResult, useLog } from './useLog';

export interface ILogViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function LogView({ task, tryNumber }: ILogViewProps): ReactElement {
  const { client, trans } = useCouture();
  const reading = useLog(task, tryNumber);
  const [isFollowing, setFollowing] = useState(true);
  // Grows when the window jumps to another place: the lines are drawn anew from there.
  const [jumps, setJumps] = useState(0);
  const jump = async (read: () => Promise<void>, isToEnd: boolean): Promise<void> => {
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
  const [search, setSearch] = useState('');
  const [match, setMatch] = useState(0);
  const { view, error } = log;
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const lines = useMemo(() => ofLevel(view?.lines ?? [], choice.least), [view, choice.least]);
  const matches = useMemo(() => matchesIn(lines, search), [lines, search]);
  const errors = useMemo(() => errorStarts(lines), [lines]);
  // The error that was jumped to; a search takes its place.
  const [shownError, setShownError] = useState<number | null>(null);
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
        <LogSearch
          text={search}
          count={matches.length}
          match={Math.min(match, matches.length - 1)}
          onText={text => {
            setSearch(text);
            setMatch(0);
            setShownError(null);
          }}
          onMatch={next => {
            setFollowing(false);
            setShownError(null);
            setMatch((next + matches.length) % matches.length);
          }}
        />
        <LogOptions
          choice={choice}
          onChange={next => {
            setChoice(next);
            setShownError(null);
          }}
          errors={errors.length}
          onError={() => {
            setFollowing(false);
            setShownError(errors.find(place => shownError !== null && place > shownError) ?? errors[0]);
          }}
        />
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
        search={search}
        shown={shownError ?? (matches.length > 0 ? matches[Math.min(match, matches.length - 1)] : undefined)}
        isFollowing={isFollowing && !view.detached}
        onFollow={setFollowing}
      />
      {lines.length === 0 && view.lines.length > 0 && (
        <p className="couture-muted">{trans.__('No line of the loaded part has this level.')}</p>
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

/** The lines that hold the text, by their place. */
function matchesIn(lines: readonly ILogLine[], search: string): number[] {
  const wanted = search.toLowerCase();
  if (wanted === '') {
    return [];
  }
  return lines.flatMap((line, place) => (line.text.toLowerCase().includes(wanted) ? [place] : []));
}
