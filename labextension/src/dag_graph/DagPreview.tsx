/** A DAG in small, with the states of a run as they change. */
import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { ErrorBanner, Loading, StateMark, useCouture } from '../ui';
import { GraphDrawing } from '../ui/graph';
import { drawingOf, orientationOf } from './drawing';
import { useRun } from './useRun';

export interface IDagPreviewProps {
  dagId: string;
  /** Null: the latest one. */
  runId: string | null;
}

export function DagPreview({ dagId, runId }: IDagPreviewProps): ReactElement {
  const { trans } = useCouture();
  const { structure, run, error, isLatest } = useRun(dagId, runId);
  const graph = useMemo(
    () => structure && drawingOf(structure, run, orientationOf(structure), trans),
    [structure, run, trans]
  );
  if (!graph || !structure) {
    return error ? <ErrorBanner error={error} /> : <Loading />;
  }
  const count = structure.tasks.length;
  return (
    <>
      <div className="couture-DagPreview-head">
        <strong>{dagId}</strong>
        {run && <StateMark state={run.state} title={isLatest ? trans.__('Its latest run') : trans.__('The run that was started')} />}
        <span className="couture-muted">{trans._n('%1 task', '%1 tasks', count)}</span>
      </div>
      <GraphDrawing graph={graph} label={trans.__('Preview of %1', dagId)} isPreview />
    </>
  );
}
