/** Everything known of one task of a DAG, as its author wrote it. */
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReactElement } from 'react';
import type { ITask } from '../api';
import { durationText, type Fact, Facts, JsonTree, Markdown, useCouture } from '../ui';

export interface ITaskFactsProps {
  task: ITask;
  rendermime: IRenderMimeRegistry;
}

export function TaskFacts({ task, rendermime }: ITaskFactsProps): ReactElement {
  const { trans } = useCouture();
  const retries: Fact[] =
    task.retries > 0
      ? [
          [trans.__('Between tries'), span(task.retry_delay)],
          [trans.__('Growing delay'), task.retry_exponential_backoff ? `× ${task.retry_exponential_backoff}` : null]
        ]
      : [];
  const facts: Fact[] = [
    [trans.__('Task id'), <code key="id">{task.task_id}</code>],
    [trans.__('Operator'), task.operator_name],
    [trans.__('Owner'), task.owner],
    [trans.__('Task group'), task.task_group],
    [trans.__('Mapped'), task.is_mapped && trans.__('Yes: one instance for each value')],
    [trans.__('Trigger rule'), <code key="rule">{task.trigger_rule}</code>],
    [trans.__('Depends on its past'), task.depends_on_past && trans.__('Yes')],
    [trans.__('Waits for downstream'), task.wait_for_downstream && trans.__('Yes')],
    [trans.__('Retries'), task.retries],
    ...retries,
    [trans.__('Timeout'), task.execution_timeout && span(task.execution_timeout)],
    [trans.__('Pool'), task.pool_slots > 1 ? trans.__('%1, %2 slots', task.pool, task.pool_slots) : task.pool],
    [trans.__('Priority'), trans.__('%1 (%2)', task.priority_weight, task.weight_rule)],
    [trans.__('Upstream'), task.upstream_task_ids.join(', ')],
    [trans.__('Downstream'), task.downstream_task_ids.join(', ')],
    [trans.__('Template fields'), task.template_fields.join(', ')],
    [trans.__('Callbacks'), task.callbacks.length > 0 && <code key="callbacks">{task.callbacks.join(', ')}</code>]
  ];
  const hasArguments = Object.keys(task.arguments).length > 0;
  return (
    <>
      <Facts facts={facts} />
      {task.doc_md && <Markdown text={task.doc_md} rendermime={rendermime} />}
      {hasArguments && (
        <>
          <h3>{trans.__('Arguments')}</h3>
          <JsonTree value={task.arguments} />
        </>
      )}
    </>
  );
}

function span({ days, seconds, microseconds }: ITask['retry_delay']): string {
  return durationText(days * 86400 + seconds + microseconds / 1e6);
}
