/** What went wrong, as a sentence for a person. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../api';

export function errorSentence(reason: unknown, trans: TranslationBundle): string {
  if (reason instanceof ApiError && reason.isOffline) {
    return trans.__('The Jupyter server does not answer.');
  }
  return reason instanceof Error ? reason.message : String(reason);
}
