/** What a task recorded, above its tabs on the run's page. */
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { useCouture, useQuery } from '../ui';
import { RecordedValue } from './RecordedValue';

const LONGEST = 200;

export function RecordedLine({ task }: { task: ITaskInstance }): ReactElement | null {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data } = useQuery(
    () => client.sweeps.recorded(dagId, runId),
    change => change.run_id === runId && change.subject === 'dag_run',
    [client, dagId, runId]
  );
  const own = data?.filter(each => each.task_id === taskId && each.map_index === mapIndex) ?? [];
  if (!own.length) {
    return null;
  }
  return (
    <dl className="couture-Recorded" aria-label={trans.__('Recorded')}>
      {own.map(each => (
        <div key={each.name}>
          <dt>{each.name}</dt>
          <dd>
            <RecordedValue value={each.value} longest={LONGEST} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
