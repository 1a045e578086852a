/** The states in words. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** The state as a person reads it; a task without a state waits for its upstream. */
export function stateLabel(state: string | null, trans: TranslationBundle): string {
  // Asked for by the thousand: only the word that is wanted is translated.
  switch (state) {
    case null:
      return trans.__('Not started');
    case 'queued':
      return trans.__('Queued');
    case 'running':
      return trans.__('Running');
    case 'success':
      return trans.__('Success');
    case 'failed':
      return trans.__('Failed');
    case 'scheduled':
      return trans.__('Scheduled');
    case 'up_for_retry':
      return trans.__('Up for retry');
    case 'up_for_reschedule':
      return trans.__('Up for reschedule');
    case 'deferred':
      return trans.__('Deferred');
    case 'restarting':
      return trans.__('Restarting');
    case 'skipped':
      return trans.__('Skipped');
    case 'upstream_failed':
      return trans.__('Upstream failed');
    case 'removed':
      return trans.__('Removed');
    default:
      return state;
  }
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
