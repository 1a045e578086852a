/** The states in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** The state as a person reads it; a task without a state waits for its upstream. */
export function stateLabel(state: string | null, trans: TranslationBundle): string {
  const labels: Record<string, string> = {
    queued: trans.__('Queued'),
    running: trans.__('Running'),
    success: trans.__('Success'),
    failed: trans.__('Failed'),
    scheduled: trans.__('Scheduled'),
    up_for_retry: trans.__('Up for retry'),
    up_for_reschedule: trans.__('Up for reschedule'),
    deferred: trans.__('Deferred'),
    restarting: trans.__('Restarting'),
    skipped: trans.__('Skipped'),
    upstream_failed: trans.__('Upstream failed'),
    removed: trans.__('Removed')
  };
  return state === null ? trans.__('Not started') : (labels[state] ?? state);
}

const FINISHED = new Set(['success', 'failed', 'skipped', 'upstream_failed', 'removed']);

/** Whether nothing more will happen in this state. */
export function isFinished(state: string | null): boolean {
  return state !== null && FINISHED.has(state);
}

/** What made a run, as a person reads it. */
export function runTypeLabel(type: string, trans: TranslationBundle): string {
  const labels: Record<string, string> = {
    manual: trans.__('Manual'),
    scheduled: trans.__('Scheduled'),
    backfill: trans.__('Backfill'),
    asset_triggered: trans.__('Asset')
  };
  return labels[type] ?? type;
}
