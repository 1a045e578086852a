/** The time that a run still takes, in words. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IEta } from '../api/cells';
import { durationText } from './time';

/** "About 2 min left", "At least 2 min left", "Should end any moment". */
export function leftText(eta: IEta, now: number, trans: TranslationBundle): string {
  const seconds = eta.eta === null ? 0 : (Date.parse(eta.eta) - now) / 1000;
  if (seconds < 1) {
    return eta.at_least ? trans.__('Takes a while longer: new cells are to come') : trans.__('Should end any moment');
  }
  const left = durationText(seconds < 10 ? Math.ceil(seconds) : seconds).replace('.0', '');
  return eta.at_least ? trans.__('At least %1 left', left) : trans.__('About %1 left', left);
}
