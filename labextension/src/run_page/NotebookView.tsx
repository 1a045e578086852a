/** The executed notebook of a try, as far as it got; the failing cell comes into view first. */
import { downloadIcon, notebookIcon } from '@jupyterlab/ui-components';
import type * as nbformat from '@jupyterlab/nbformat';
import { Widget } from '@lumino/widgets';
import type { ReactElement, RefObject } from 'react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ApiError, type IExecutedNotebook, type ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { Query } from '../state/query';
import { ErrorBanner, isFinished, Loading, useCouture, useQueryState } from '../ui';
import { NotebookWidget } from './notebook_widget';
import { useRendering } from './rendering';
import { isAboutTask } from './target';

export interface INotebookViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

/** Least time between two fetches of a notebook that grows, in milliseconds. */
const PACE = 1000;

export function NotebookView({ task, tryNumber }: INotebookViewProps): ReactElement {
  const { trans } = useCouture();
  const [isTrusted, setTrusted] = useState(false);
  const { data, error, refresh } = useNotebook(task, tryNumber);
  const place = useRef<HTMLDivElement>(null);
  const isNewest = tryNumber === task.try_number;
  const running = isNewest && task.state === 'running' ? (task.progress?.running ?? null) : null;
  const widget = useNotebookWidget(place, data, running, isTrusted);
  const isNotThere = tryNumber === 0 || (error instanceof ApiError && error.status === 404);
  if (!data && isNotThere) {
    const isOver = !isNewest || isFinished(task.state);
    return (
      <p className="couture-muted">
        {isOver ? trans.__('This try has left no executed notebook.') : trans.__('There is no executed notebook yet.')}
      </p>
    );
  }
  const failed = data?.failed_cell ?? null;
  return (
    <div className="couture-NotebookView">
      {!data && !error && <Loading />}
      {error && !isNotThere && <ErrorBanner error={error} onRetry={refresh} />}
      {data && (
        <NotebookBar
          task={task}
          notebook={data}
          isTrusted={isTrusted}
          onTrust={() => setTrusted(true)}
          onReveal={failed === null ? null : () => widget.current?.reveal(failed)}
        />
      )}
      {data && data.shortened > 0 && (
        <p className="couture-muted">
          {trans._n(
            '%1 very large output is shortened here; the file has all of it.',
            '%1 very large outputs are shortened here; the file has all of them.',
            data.shortened
          )}
        </p>
      )}
      <div ref={place} className="couture-NotebookView-place" />
    </div>
  );
}

interface INotebookBarProps {
  task: ITaskInstance;
  notebook: IExecutedNotebook;
  isTrusted: boolean;
  onTrust: () => void;
  /** Shows the failing cell, if there is one. */
  onReveal: (() => void) | null;
}

function NotebookBar({ task, notebook, isTrusted, onTrust, onReveal }: INotebookBarProps): ReactElement {
  const { client, commands, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const output = task.outputs.find(each => each.kind === 'notebook' && each.exists && each.path !== null);
  const path = notebook.path ?? (notebook.try_number === task.try_number ? (output?.path ?? null) : null);
  return (
    <div className="couture-Buttons couture-NotebookView-bar">
      {onReveal && (
        <button type="button" className="couture-Button couture-mod-warn" onClick={onReveal}>
          {trans.__('Go to the failing cell')}
        </button>
      )}
      <button
        type="button"
        className="couture-Button"
        aria-disabled={path === null}
        title={path ?? trans.__('The output has not been written to the workspace (yet).')}
        onClick={() => path !== null && void commands.execute(CommandIDs.openFile, { path })}
      >
        <notebookIcon.react tag="span" className="couture-Button-icon" />
        <span>{trans.__('Open output')}</span>
      </button>
      <a
        className="couture-Button"
        href={client.runs.notebookUrl(dagId, runId, taskId, notebook.try_number, mapIndex)}
        download={`${taskId}-${notebook.try_number}.ipynb`}
      >
        <downloadIcon.react tag="span" className="couture-Button-icon" />
        <span>{trans.__('Download')}</span>
      </a>
      {!isTrusted && (
        <button
          type="button"
          className="couture-Button couture-mod-minimal"
          title={trans.__('Show interactive outputs too. Their scripts run in your browser: only if you trust them.')}
          onClick={onTrust}
        >
          {trans.__('Trust the outputs')}
        </button>
      )}
    </div>
  );
}

/** The notebook of a try, fetched again while it grows. */
function useNotebook(task: ITaskInstance, tryNumber: number): ReturnType<typeof useQueryState<IExecutedNotebook>> {
  const { client, changes } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const newest = useRef(task);
  newest.current = task;
  const query = useMemo(
    () =>
      new Query<IExecutedNotebook>({
        fetch: () =>
          hasBegun(newest.current, tryNumber)
            ? client.runs.notebook(dagId, runId, taskId, tryNumber, mapIndex)
            : Promise.reject(new ApiError(404, '')),
        changes,
        matches: change => ['progress', 'task_instance'].includes(change.subject) && isAboutTask(change, task),
        throttle: PACE
      }),
    // The task is new with every event; these identify it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, changes, dagId, runId, taskId, mapIndex, tryNumber]
  );
  useEffect(() => () => query.dispose(), [query]);
  const { state } = task;
  useEffect(() => {
    if (state === 'running' || isFinished(state)) {
      void query.refresh();
    }
  }, [query, state]);
  return useQueryState(query);
}

/** Whether a try can have written anything. */
function hasBegun(task: ITaskInstance, tryNumber: number): boolean {
  const isNewest = tryNumber === task.try_number;
  return tryNumber > 0 && !(isNewest && ['queued', 'scheduled', null].includes(task.state));
}

/** Keeps the Lumino widget in the place, in the state of `data`. */
function useNotebookWidget(
  place: RefObject<HTMLDivElement>,
  data: IExecutedNotebook | undefined,
  running: number | null,
  isTrusted: boolean
): RefObject<NotebookWidget> {
  const { trans } = useCouture();
  const rendering = useRendering();
  const widget = useRef<NotebookWidget | null>(null);
  const hasRevealed = useRef(false);
  // Before React takes the place away: Lumino must find its node where it put it.
  useLayoutEffect(
    () => () => {
      widget.current?.dispose();
      widget.current = null;
    },
    []
  );
  useEffect(() => {
    if (!data || !place.current) {
      return;
    }
    if (!widget.current) {
      widget.current = new NotebookWidget(rendering, trans);
      Widget.attach(widget.current, place.current);
    }
    const failed = data.failed_cell;
    const notebook = data.notebook as unknown as nbformat.INotebookContent;
    widget.current.display({ notebook, failed, running, isTrusted });
    if (failed !== null && !hasRevealed.current) {
      hasRevealed.current = true;
      requestAnimationFrame(() => widget.current?.reveal(failed));
    }
  }, [data, isTrusted, place, rendering, running, trans]);
  return widget;
}
