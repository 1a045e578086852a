/** The states as choices of a filter. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IOption } from './listing/fields';
import { stateLabel } from './states';

export const RUN_STATES = ['queued', 'running', 'success', 'failed'] as const;
const TASK_STATES = [
  ...['none', 'scheduled', 'queued', 'running', 'deferred', 'up_for_reschedule', 'up_for_retry', 'restarting'],
  ...['success', 'failed', 'upstream_failed', 'skipped', 'removed']
];

export function runStateOptions(trans: TranslationBundle): IOption[] {
  return RUN_STATES.map(value => ({ value, label: stateLabel(value, trans), isState: true }));
}

export function taskStateOptions(trans: TranslationBundle): IOption[] {
  return TASK_STATES.map(value => ({ value, label: stateLabel(value === 'none' ? null : value, trans), isState: true }));
}
