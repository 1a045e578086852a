/** The events that people are told of, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

export function eventLabel(event: string, trans: TranslationBundle): string {
  const labels: Record<string, string> = {
    success: trans.__('Success'),
    failure: trans.__('Failure'),
    retry: trans.__('Retry'),
    recovery: trans.__('Recovery'),
    late: trans.__('Late'),
    task_failure: trans.__('Failure of a task'),
    task_retry: trans.__('Retry of a task'),
    sla_miss: trans.__('Missed SLA')
  };
  return labels[event] ?? event;
}
