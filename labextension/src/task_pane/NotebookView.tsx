/** The executed notebook of a try, as far as it got; the failing cell comes into view first. */
import type * as nbformat from '@jupyterlab/nbformat';
import { Widget } from '@lumino/widgets';
import type { ReactElement, RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ApiError, type IExecutedNotebook, type ITaskInstance } from '../api';
import { ErrorBanner, isFinished, Loading, useCouture } from '../ui';
import { NotebookBar } from './NotebookBar';
import { NotebookWidget } from './notebook_widget';
import { useRendering } from './rendering';
import { useNotebook } from './useNotebook';

export interface INotebookViewProps {
  task: ITaskInstance;
  tryNumber: number;
}

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
