/** The sections "Task duration" and "Landing times" of a DAG's page: what runs and tasks took over the last runs. */
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { CommandIDs } from '../commands';
import type { IDagViewProps } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import { useGridRuns } from '../ui/useGridRuns';
import { Chart } from './Chart';
import { ChartTable } from './ChartTable';
import { Legend } from './Legend';
import { type Measure, seriesOf } from './measures';
import { MOST_TASKS, SeriesBar } from './SeriesBar';

export function MeasureView({ dagId, selection, onSelect, measure }: IDagViewProps & { measure: Measure }): ReactElement {
  const { client, trans } = useCouture();
  const [limit, setLimit] = useState(25);
  const [isTable, setTable] = useState(false);
  const [shown, setShown] = useState<readonly string[]>([]);
  useEffect(() => {
    const { taskId } = selection;
    if (taskId !== null) {
      setShown(known => (known.includes(taskId) ? known : [...known.slice(1 - MOST_TASKS), taskId]));
    }
  }, [selection]);
  const tasks = useQuery(
    async () => (await client.dags.structure(dagId)).tasks.map(task => task.task_id),
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  const { runs, isLoaded, error, refresh } = useGridRuns(
    dagId,
    limit,
    shown.length > 0 ? { task_id: shown } : { with_tasks: false }
  );
  if (!isLoaded) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (runs.length === 0) {
    return (
      <EmptyState title={trans.__('No runs yet')}>
        <CommandButton command={CommandIDs.triggerDag} args={{ dagId }} variant="primary" />
      </EmptyState>
    );
  }
  const series = [null, ...shown].map(task => seriesOf(runs, task, measure));
  const label =
    measure === 'duration' ? trans.__('How long the last runs took') : trans.__('From when the last runs were due to their end');
  const choose = (runId: string, taskId: string | null): void =>
    onSelect(taskId === null ? { runId } : { runId, taskId, mapIndex: null });
  return (
    <div className="couture-Measures">
      {(error ?? tasks.error) && <ErrorBanner error={(error ?? tasks.error) as Error} onRetry={refresh} />}
      <SeriesBar
        {...{ limit, shown, isTable }}
        tasks={tasks.data ?? []}
        onLimit={setLimit}
        onAdd={task => setShown([...shown, task])}
        onTable={setTable}
      />
      {isTable ? (
        <ChartTable {...{ label, runs, series }} onChoose={choose} />
      ) : (
        <Chart {...{ label, runs, series }} chosenRun={selection.runId} onChoose={choose} />
      )}
      <Legend series={series} onChoose={choose} onRemove={task => setShown(shown.filter(each => each !== task))} />
      <p className="couture-muted couture-GridView-hint">
        {measure === 'duration'
          ? trans.__('From the start to the end. A ring marks what is far from the median of these runs.')
          : trans.__('From the moment that the run was due to the end. A ring marks what is far from the median of these runs.')}
      </p>
    </div>
  );
}
