/** The tasks before and after a task, with their states in its run; choosing one shows it. */
import type { ReactElement } from 'react';
import type { IStructureTask, ITaskInstance } from '../api';
import { isAboutRun } from '../state/about';
import type { ITaskPartProps } from '../tokens';
import { ErrorBanner, Loading, StateMark, useCouture, useQuery } from '../ui';
import { type IRelativeState, statesOf } from './relatives';

/** The server takes so many names at once. */
const MOST = 200;

interface IRelatives {
  before: readonly IStructureTask[];
  after: readonly IStructureTask[];
  states: ReadonlyMap<string, readonly IRelativeState[]>;
}

export function RelativesView({ task, onSelect }: ITaskPartProps): ReactElement {
  const { trans } = useCouture();
  const { data, error, refresh } = useRelatives(task);
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const list = (label: string, tasks: readonly IStructureTask[], nothing: string): ReactElement => (
    <section aria-label={label}>
      <h3>{label}</h3>
      {tasks.length === 0 && <p className="couture-muted">{nothing}</p>}
      <ul className="couture-Relatives-list">
        {tasks.slice(0, MOST).map(each => (
          <li key={each.task_id}>
            <Relative
              relative={each}
              states={data.states.get(each.task_id) ?? []}
              task={task}
              onChoose={() => onSelect({ taskId: each.task_id, mapIndex: null })}
            />
          </li>
        ))}
        {tasks.length > MOST && <li className="couture-muted">{trans._n('… and %1 more', '… and %1 more', tasks.length - MOST)}</li>}
      </ul>
    </section>
  );
  return (
    <div className="couture-Relatives">
      {error && <ErrorBanner error={error} onRetry={refresh} />}
      {list(trans.__('Upstream'), data.before, trans.__('Nothing comes before it.'))}
      {list(trans.__('Downstream'), data.after, trans.__('Nothing follows it.'))}
    </div>
  );
}

function useRelatives(task: ITaskInstance): ReturnType<typeof useQuery<IRelatives>> {
  const { client } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId } = task;
  const version = task.dag_version?.version_number;
  return useQuery(
    async () => {
      const { tasks } = await client.dags.structure(dagId, version);
      const own = tasks.find(each => each.task_id === taskId);
      const before = tasks.filter(each => own?.upstream.includes(each.task_id));
      const after = tasks.filter(each => own?.downstream.includes(each.task_id));
      const names = [...before.slice(0, MOST / 2), ...after.slice(0, MOST / 2)].map(each => each.task_id);
      const states = names.length > 0 ? statesOf(await client.dagViews.grid(dagId, { dag_run_id: [runId], task_id: names })) : new Map();
      return { before, after, states };
    },
    change => ['task_instance', 'dag_run'].includes(change.subject) && isAboutRun(change, dagId, runId),
    [client, dagId, runId, taskId, version]
  );
}

interface IRelativeProps {
  relative: IStructureTask;
  states: readonly IRelativeState[];
  task: ITaskInstance;
  onChoose: () => void;
}

function Relative({ relative, states, task, onChoose }: IRelativeProps): ReactElement {
  return (
    <button
      type="button"
      className="couture-InstanceRow couture-TaskMark"
      data-dag-id={task.dag_id}
      data-run-id={task.dag_run_id}
      data-task-id={relative.task_id}
      data-map-index={relative.is_mapped ? undefined : -1}
      data-state={states.map(({ state }) => state ?? 'no_status').join(' ')}
      onClick={onChoose}
    >
      <span className="couture-InstanceRow-name">{relative.label}</span>
      {states.map(({ state, mapped }) => (
        <span key={state ?? ''} className="couture-Relatives-state">
          {mapped > 1 && <span>{mapped} ×</span>}
          <StateMark state={state} />
        </span>
      ))}
    </button>
  );
}
