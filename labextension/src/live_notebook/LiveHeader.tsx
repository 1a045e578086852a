/** Above a live notebook: how far it is, how it ended, and what can be done. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import {
  CommandButton,
  Duration,
  ErrorBanner,
  isFinished,
  Loading,
  ProgressBar,
  StateMark,
  Toggle,
  useCouture
} from '../ui';
import type { ITaskPart } from '../tokens';
import { OpenLiveLine } from './OpenLiveLine';

export interface ILiveHeaderProps {
  task: ITaskInstance | undefined;
  tryNumber: number;
  isOver: boolean;
  /** Whether the server tells what happens. */
  isConnected: boolean;
  /** What other features show with a task. */
  parts: readonly ITaskPart[];
  error: Error | undefined;
  /** Whether there is a document below. */
  hasDocument: boolean;
  /** Very large outputs that are shortened. */
  shortened: number;
  /** Brings the failed cell into view, if there is one. */
  onReveal: (() => void) | null;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  onRetry: () => void;
}

export function LiveHeader(props: ILiveHeaderProps): ReactElement {
  const { task, tryNumber, isOver, error, hasDocument } = props;
  const { commands, trans } = useCouture();
  if (!task) {
    return (
      <div className="couture-LiveHeader">
        {error ? <ErrorBanner error={error} onRetry={props.onRetry} /> : <Loading />}
      </div>
    );
  }
  const isNewest = tryNumber === task.try_number;
  return (
    <div className="couture-LiveHeader">
      <div className="couture-LiveHeader-top">
        <span aria-live="polite">
          {isNewest ? <StateMark state={task.state} /> : trans.__('An earlier try')}
        </span>
        {isNewest && <CellsText task={task} />}
        {isNewest && <Duration start={task.start_date} end={task.end_date} />}
        {task.try_number > 1 && <span className="couture-muted">{trans.__('try %1', tryNumber)}</span>}
        {!isOver && (
          <Toggle label={trans.__('Follow')} isOn={props.isFollowing} onChange={props.onFollow} />
        )}
        <LiveButtons task={task} />
      </div>
      {error && <ErrorBanner error={error} onRetry={props.onRetry} />}
      {!props.isConnected && !isOver && (
        <div className="couture-Banner couture-mod-warn" role="status">
          <span className="couture-Banner-text">
            {trans.__('The connection to the server is lost. This page goes on by itself when it is back.')}
          </span>
        </div>
      )}
      {isOver && isNewest && task.error && (
        <div className="couture-Banner couture-mod-error">
          <span className="couture-Banner-text couture-TaskPane-error">{task.error}</span>
          {props.onReveal && (
            <button type="button" className="couture-Button" onClick={props.onReveal}>
              {trans.__('Go to the failing cell')}
            </button>
          )}
        </div>
      )}
      {isOver && isNewest && task.state === 'success' && (
        <p className="couture-LiveHeader-result">{trans.__('The notebook has run to its end.')}</p>
      )}
      {linesFor(task, props.parts).map(part => (
        <part.component
          key={part.id}
          task={task}
          tryNumber={tryNumber}
          onSelect={({ taskId, mapIndex }) =>
            void commands.execute(CommandIDs.openRun, {
              dagId: task.dag_id,
              runId: task.dag_run_id,
              ...(taskId && { taskId }),
              ...(typeof mapIndex === 'number' && { mapIndex })
            })
          }
        />
      ))}
      {props.shortened > 0 && (
        <p className="couture-muted">
          {trans._n(
            '%1 very large output is shortened here; the file has all of it.',
            '%1 very large outputs are shortened here; the file has all of them.',
            props.shortened
          )}
        </p>
      )}
      {!hasDocument && (
        <p className="couture-muted">
          {isOver
            ? trans.__('This try has left no executed notebook.')
            : trans.__('The notebook appears here as soon as it runs.')}
        </p>
      )}
    </div>
  );
}

/** The lines of the run's page that belong here, too. */
function linesFor(task: ITaskInstance, parts: readonly ITaskPart[]): ITaskPart[] {
  return parts.filter(part => part.label === undefined && part.component !== OpenLiveLine && part.fits(task));
}

function CellsText({ task }: { task: ITaskInstance }): ReactElement | null {
  const { trans } = useCouture();
  if (!task.progress) {
    return null;
  }
  const { cell, cells } = task.progress;
  const text =
    task.state === 'running'
      ? trans.__('Cell %1 of %2', Math.min(cell + 1, cells), cells)
      : trans.__('%1 of %2 cells', cell, cells);
  return <ProgressBar value={cell} max={cells} state={task.state} text={text} />;
}

function LiveButtons({ task }: { task: ITaskInstance }): ReactElement {
  const { trans } = useCouture();
  const args = { dagId: task.dag_id, runId: task.dag_run_id };
  const isOver = isFinished(task.state);
  return (
    <div className="couture-Buttons">
      {!isOver && <CommandButton command={CommandIDs.stopRun} args={args} variant="warn" />}
      {task.state === 'failed' && <CommandButton command={CommandIDs.retryRun} args={args} />}
      {isOver && <CommandButton command={CommandIDs.rerun} args={args} />}
      <CommandButton
        command={CommandIDs.openSource}
        args={{ dagId: task.dag_id }}
        label={trans.__('Open Notebook')}
      />
      <CommandButton command={CommandIDs.openRun} args={{ ...args, taskId: task.task_id }} />
    </div>
  );
}
