/** What is typed into the form of a backfill, and what it means to the server. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IBackfill, IBackfillBody } from '../api';
import { toInstant } from '../ui';

export type Reprocess = IBackfillBody['reprocess_behavior'];

export interface IBackfillForm {
  /** As date fields have them, in the time zone of the DAG. */
  from: string;
  to: string;
  backwards: boolean;
  reprocess: Reprocess;
  onLatestVersion: boolean;
  atOnce: string;
  /** JSON; empty for none. */
  conf: string;
}

export const EMPTY_FORM: IBackfillForm = {
  from: '',
  to: '',
  backwards: false,
  reprocess: 'none',
  onLatestVersion: false,
  atOnce: '10',
  conf: ''
};

/** The path of a field -> a sentence. */
export type Problems = Readonly<Record<string, string>>;

/** What the server is asked, or what is wrong, by the field's name there. */
export function bodyOf(
  dagId: string,
  form: IBackfillForm,
  zone: string,
  trans: TranslationBundle
): { body: IBackfillBody } | { problems: Problems } {
  const problems: Record<string, string> = {};
  const from = toInstant(form.from, zone);
  const to = toInstant(form.to, zone);
  if (from === null) {
    problems.from_date = trans.__('Give the first date.');
  }
  if (to === null) {
    problems.to_date = trans.__('Give the last date.');
  }
  const conf = confOf(form.conf);
  if (conf === null) {
    problems.conf = trans.__('A JSON object is needed, such as {"country": "FI"}.');
  }
  if (from === null || to === null || conf === null) {
    return { problems };
  }
  return {
    body: {
      dag_id: dagId,
      from_date: from,
      to_date: to,
      run_backwards: form.backwards,
      reprocess_behavior: form.reprocess,
      run_on_latest_version: form.onLatestVersion,
      max_active_runs: Number(form.atOnce),
      dag_run_conf: conf
    }
  };
}

function confOf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') {
    return {};
  }
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The state of a backfill in a word. */
export function stateWord(backfill: IBackfill, trans: TranslationBundle): string {
  if (backfill.completed_at !== null) {
    return backfill.days.cancelled ? trans.__('Cancelled') : trans.__('Complete');
  }
  return backfill.is_paused ? trans.__('Paused') : trans.__('Active');
}

/** How far it is, and how many of its runs failed. */
export function progressText({ days, days_ended: ended, days_total: total }: IBackfill, trans: TranslationBundle): string {
  const failed = days.failed ?? 0;
  return failed > 0
    ? trans._n('%2 of %3 ended, %1 failed', '%2 of %3 ended, %1 failed', failed, ended, total)
    : trans.__('%1 of %2 ended', ended, total);
}

/** Why a day has no run. */
export function problemText(problem: string, trans: TranslationBundle): string {
  switch (problem) {
    case 'in flight':
      return trans.__('A run of this date is queued or running');
    case 'already exists':
      return trans.__('The run that exists stays as it is');
    case 'cancelled':
      return trans.__('Cancelled before it was made');
    default:
      return trans.__('The run could not be made');
  }
}
