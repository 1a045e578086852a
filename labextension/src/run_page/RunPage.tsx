/** A run: what it is, how far it is, and everything that its tasks left. */
import type { ComponentType, ReactElement } from 'react';
import { useMemo } from 'react';
import { ApiError } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, EmptyState, ErrorBanner, Loading, runsIcon, useCouture, useGone, useQuery } from '../ui';
import type { IPageProps, ITaskPaneProps } from '../tokens';
import { RunHeader } from './RunHeader';
import { useShownTask } from './shown_task';
import { isAboutRun } from '../state/about';
import { type IRunTarget, selected, targetOf } from './target';
import { TaskList } from './TaskList';
import { useListedTasks } from './useListedTasks';

export interface IRunPageProps {
  target: IRunTarget;
  pane: ComponentType<ITaskPaneProps>;
  onTarget: (target: IRunTarget) => void;
}

/** The run that the place names. */
export function PlacedRunPage({ place, onPlace, pane }: IPageProps & Pick<IRunPageProps, 'pane'>): ReactElement | null {
  const target = useMemo(() => targetOf(place), [place]);
  return target && <RunPage target={target} pane={pane} onTarget={next => onPlace({ ...next })} />;
}

function RunPage({ target, pane: Pane, onTarget }: IRunPageProps): ReactElement {
  const { client } = useCouture();
  const { dagId, runId } = target;
  const run = useQuery(
    () => client.runs.get(dagId, runId),
    change => change.subject === 'dag_run' && change.what !== 'deleted' && isAboutRun(change, dagId, runId),
    [client, dagId, runId]
  );
  const tasks = useListedTasks(target);
  const isGone = useGone(
    change => change.subject === 'dag_run' && change.dag_id === dagId && change.run_id === runId,
    [dagId, runId]
  );
  const { tasks: listed, total } = tasks;
  const task = useShownTask(listed, target);
  const error = run.error ?? tasks.error;
  if (isGone || (error instanceof ApiError && error.status === 404)) {
    return <GoneRun target={target} />;
  }
  return (
    <div className="couture-Page couture-RunPage">
      {error && (
        <ErrorBanner
          error={error}
          onRetry={() => {
            run.refresh();
            tasks.refresh();
          }}
        />
      )}
      {!run.data && !error && <Loading />}
      {run.data && <RunHeader run={run.data} tasks={listed} />}
      <div className="couture-RunPage-body">
        {total > 1 && (
          <TaskList
            run={target}
            tasks={listed}
            total={total}
            counts={run.data?.task_counts ?? null}
            chosen={task}
            onChoose={({ task_id, map_index }) =>
              onTarget({ dagId, runId, taskId: task_id, mapIndex: map_index, tab: target.tab })
            }
          />
        )}
        {task && (
          <Pane
            key={`${task.task_id} ${task.map_index}`}
            task={task}
            isAlone={total === 1}
            shown={target}
            onShow={change =>
              onTarget({ ...target, taskId: task.task_id, mapIndex: task.map_index, ...change })
            }
            onSelect={change => onTarget(selected(target, change))}
          />
        )}
      </div>
    </div>
  );
}

function GoneRun({ target }: { target: IRunTarget }): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Page">
      <EmptyState icon={runsIcon} title={trans.__('There is no such run.')}>
        <span>{trans.__('The run "%1" of "%2" was deleted, or never existed.', target.runId, target.dagId)}</span>
        <CommandButton command={CommandIDs.openRuns} />
      </EmptyState>
    </div>
  );
}
