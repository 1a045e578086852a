/** The template fields of a task as the newest try found them, secrets hidden. */
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import type { ITaskPartProps } from '../tokens';
import { ErrorBanner, isFinished, JsonValue, Loading, useCouture, useQuery } from '../ui';
import { isAboutTask } from '../state/about';

const SOON = 1000;

export function RenderedView({ task }: ITaskPartProps): ReactElement {
  const { client, trans } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const { data, error, refresh } = useQuery(
    async () => (await client.runs.task(dagId, runId, taskId, mapIndex)).rendered_fields,
    change => change.subject === 'task_instance' && isAboutTask(change, task),
    [client, dagId, runId, taskId, mapIndex]
  );
  const fields = Object.entries(data ?? {});
  // They are there a moment after the task has begun, of which nobody tells.
  const isAwaited = data !== undefined && fields.length === 0 && task.state === 'running';
  useEffect(() => {
    const timer = isAwaited ? setTimeout(refresh, SOON) : undefined;
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isAwaited]);
  if (!data) {
    return error ? <ErrorBanner error={error} onRetry={refresh} /> : <Loading />;
  }
  if (fields.length === 0) {
    return (
      <p className="couture-muted">
        {isFinished(task.state)
          ? trans.__('This task has no template fields with a value.')
          : trans.__('The template fields are shown as soon as the task has begun and they are rendered.')}
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
