/** The sections "Task duration" and "Landing times" of a DAG's page: what runs and tasks took over the last runs. */
import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { CommandIDs } from '../commands';
import type { IDagViewProps } from '../tokens';
import { CommandButton, EmptyState, ErrorBanner, Loading, type ILookState, useCouture, useLook, useQuery } from '../ui';
import { useGridRuns } from '../ui/useGridRuns';
import { Chart } from './Chart';
import { ChartTable } from './ChartTable';
import { Legend } from './Legend';
import { type Measure, seriesOf } from './measures';
import { type IMeasureLook, type MeasureMemory, MOST_TASKS } from './memory';
import { SeriesBar } from './SeriesBar';

export interface IMeasureViewProps extends IDagViewProps {
  measure: Measure;
  memory: MeasureMemory;
}

export function MeasureView({ dagId, selection, onSelect, measure, memory }: IMeasureViewProps): ReactElement {
  const { client, trans } = useCouture();
  const memorised = useLook(dagId, memory);
  const { change } = memorised;
  const { limit, tasks: shown, isTable } = memorised.look;
  useTaskOf(selection.taskId, memorised);
  const tasks = useQuery(
    async () => (await client.dags.structure(dagId)).tasks.map(task => task.task_id),
    change => change.dag_id === dagId && change.subject === 'dag',
    [client, dagId]
  );
  const { runs, isLoaded, error, refresh } = useGridRuns(dagId, {
    limit,
    withTasks: shown.length > 0,
    only: shown.length > 0 ? { task_id: shown } : {}
  });
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
        onLimit={next => change({ limit: next })}
        onAdd={task => change({ tasks: [...shown, task] })}
        onTable={value => change({ isTable: value })}
      />
      {isTable ? (
        <ChartTable {...{ label, runs, series }} onChoose={choose} />
      ) : (
        <Chart {...{ label, runs, series }} chosenRun={selection.runId} onChoose={choose} />
      )}
      <Legend series={series} onChoose={choose} onRemove={task => change({ tasks: shown.filter(each => each !== task) })} />
      <p className="couture-muted couture-GridView-hint">
        {measure === 'duration'
          ? trans.__('From the start to the end. The band is what is usual; a ring marks what is far from it.')
          : trans.__('From the moment that the run was due to the end. The band is what is usual; a ring marks what is far from it.')}
      </p>
    </div>
  );
}

/** A task that is chosen in another section is there at once; taking it away again does not choose another one. */
function useTaskOf(taskId: string | null, { look, isLoaded, change }: ILookState<IMeasureLook>): void {
  const added = useRef<string | null>(null);
  useEffect(() => {
    if (isLoaded && taskId !== added.current) {
      added.current = taskId;
      if (taskId !== null && !look.tasks.includes(taskId)) {
        change({ tasks: [...look.tasks.slice(1 - MOST_TASKS), taskId] });
      }
    }
  }, [taskId, look, isLoaded, change]);
}
