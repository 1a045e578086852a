/** The template fields of a task as the newest try found them, secrets hidden. */
import type { ReactElement } from 'react';
import type { ITaskPartProps } from '../tokens';
import { ErrorBanner, isFinished, JsonValue, Loading, useCouture, useQuery } from '../ui';
import { isAboutTask } from '../state/about';

export function RenderedView({ task }: ITaskPartProps): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, error, refresh } = useQuery(
    async () => (await client.runs.task(dagId, runId, taskId, mapIndex)).rendered_fields,
    change => change.subject === 'task_instance' && isAboutTask(change, task),
    [client, dagId, runId, taskId, mapIndex]
  );
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  const fields = Object.entries(data);
  if (fields.length === 0) {
    return (
      <p className="couture-muted">
        {isFinished(task.state)
          ? trans.__('This task has no template fields with a value.')
          : trans.__('The rendered template fields are told when the try has ended.')}
      </p>
    );
  }
  return (
    <div className="couture-Rendered">
      {fields.map(([name, value]) => (
        <section key={name} aria-label={name}>
          <h3>
            <code>{name}</code>
          </h3>
          <JsonValue name={name} value={value} />
        </section>
      ))}
    </div>
  );
}
