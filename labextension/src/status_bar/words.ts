/** The counts of runs as the status bar says them. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRunCounts } from '../api';

/** "2 running, 1 queued, 1 failed"; what is zero is left out. */
export function countsText(counts: IRunCounts, trans: TranslationBundle): string {
  const parts = [
    counts.running > 0 && trans._n('%1 running', '%1 running', counts.running),
    counts.queued > 0 && trans._n('%1 queued', '%1 queued', counts.queued),
    counts.failed_recently > 0 && trans.__('%1 failed', counts.failed_recently)
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : trans.__('No active runs');
}
