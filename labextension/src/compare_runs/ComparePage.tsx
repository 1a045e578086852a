/** Two runs beside each other: parameters, results, packages, cells and their outputs. */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { type ReactElement, useMemo, useState } from 'react';
import { ApiError } from '../api';
import type { IComparison } from '../api/comparisons';
import type { IPageProps } from '../tokens';
import { ErrorBanner, Toggle, useCouture, useQuery } from '../ui';
import { ComparedCell } from './ComparedCell';
import { CompareHead, RunChoice } from './CompareHead';
import { RenderMimeProvider } from './Outputs';
import { differs, type ICompareTarget, summaryOf, targetOf } from './target';
import { ValueTable } from './ValueTable';

interface IComparePageProps {
  target: ICompareTarget;
  onTarget: (target: ICompareTarget) => void;
}

/** How many cells are drawn before one asks for more. */
const AT_ONCE = 100;

/** The runs that the place names. */
export function PlacedComparePage({ place, onPlace, rendermime }: IPageProps & { rendermime: IRenderMimeRegistry }): ReactElement | null {
  const target = useMemo(() => targetOf(place), [place]);
  return (
    target && (
      <RenderMimeProvider value={rendermime}>
        <ComparePage target={target} onTarget={next => onPlace({ ...next })} />
      </RenderMimeProvider>
    )
  );
}

function ComparePage({ target, onTarget }: IComparePageProps): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Page couture-ComparePage">
      <h1>{trans.__('Compare runs of %1', target.dagId)}</h1>
      <RunChoice target={target} onTarget={onTarget} />
      <Comparison key={JSON.stringify(target)} target={target} onTarget={onTarget} />
    </div>
  );
}

function Comparison({ target, onTarget }: IComparePageProps): ReactElement {
  const { client, trans } = useCouture();
  const { dagId, runId, otherDagId, otherRunId, taskId } = target;
  const { data, error, refresh } = useQuery(
    () =>
      client.comparisons.get(dagId, runId, {
        other_dag_id: otherDagId,
        other_dag_run_id: otherRunId,
        task_id: taskId
      }),
    undefined,
    [client, dagId, runId, otherDagId, otherRunId, taskId]
  );
  if (error instanceof ApiError && error.status === 404) {
    return <p role="status">{error.message}</p>;
  }
  if (!data) {
    return error ? (
      <ErrorBanner error={error} onRetry={refresh} />
    ) : (
      <p className="couture-muted" role="status">
        {trans.__('Comparing…')}
      </p>
    );
  }
  return (
    <>
      <TaskChoice found={data} onChoose={task => onTarget({ ...target, taskId: task })} />
      <CompareHead before={data.before} after={data.after} />
      <p className="couture-Compared-summary">{trans.__('From before to after: %1.', summaryOf(data, trans).join(', '))}</p>
      {data.notes.map(note => (
        <p key={note} className="couture-muted">
          {note}
        </p>
      ))}
      <ValueTable title={trans.__('Parameters')} values={data.parameters} />
      <ValueTable title={trans.__('Results')} values={data.values} />
      <ValueTable title={trans.__('Packages')} values={data.environment} />
      <Cells found={data} />
    </>
  );
}

function TaskChoice({ found, onChoose }: { found: IComparison; onChoose: (taskId: string) => void }): ReactElement | null {
  const { trans } = useCouture();
  if (found.task_ids.length < 2) {
    return null;
  }
  return (
    <label className="couture-Compared-choice">
      <span>{trans.__('Notebook of the task')}</span>
      <select className="couture-Select" value={found.task_id} onChange={event => onChoose(event.target.value)}>
        {found.task_ids.map(each => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function Cells({ found }: { found: IComparison }): ReactElement | null {
  const { trans } = useCouture();
  const [showsAll, setShowsAll] = useState(false);
  const [most, setMost] = useState(AT_ONCE);
  const shown = useMemo(() => found.cells.filter(cell => showsAll || differs(cell)), [found, showsAll]);
  const same = found.cells.filter(cell => !differs(cell)).length;
  if (found.cells.length === 0) {
    return null;
  }
  return (
    <section aria-label={trans.__('Cells')}>
      <h2>{trans.__('Cells')}</h2>
      {same > 0 && (
        <Toggle
          label={trans._n('Show %1 cell that is the same', 'Show %1 cells that are the same', same)}
          isOn={showsAll}
          onChange={setShowsAll}
        />
      )}
      {found.shortened > 0 && <p className="couture-muted">{trans.__('Very large outputs are shortened here.')}</p>}
      {shown.length === 0 && <p className="couture-muted">{trans.__('No difference.')}</p>}
      {shown.slice(0, most).map((cell, index) => (
        <ComparedCell key={index} cell={cell} />
      ))}
      {shown.length > most && (
        <button type="button" className="couture-Button" onClick={() => setMost(most + AT_ONCE)}>
          {trans.__('Show more cells')}
        </button>
      )}
    </section>
  );
}
