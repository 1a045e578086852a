/** The policies of a DAG as sentences. */
import type { TranslationBundle } from '@jupyterlab/translation';

/** What a missed-run or overlap policy means; the word itself when it is unknown. */
export function policySentence(policy: string, trans: TranslationBundle): string {
  const sentences: Record<string, string> = {
    skip: trans.__('Skipped'),
    run_last: trans.__('The last one is run'),
    run_all: trans.__('All are run'),
    parallel: trans.__('Run side by side'),
    queue: trans.__('Wait for each other')
  };
  return sentences[policy] ?? policy;
}

/** Why a run that was due was not made. */
export function missedRunSentence(why: string, trans: TranslationBundle): string {
  const sentences: Record<string, string> = {
    down: trans.__('No engine was running when it was due.'),
    overlap: trans.__('The run before it was still active.'),
    paused: trans.__('The DAG was switched off.')
  };
  return sentences[why] ?? why;
}
