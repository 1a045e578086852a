/** The notifications themselves: quiet for a success, with what to do next for a failure. */
import { Notification } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import type { IEndedRun } from './started_runs';

const SUCCESS_SHOWN = 4000;

export function tellOfEnd({ run, state }: IEndedRun, { commands, trans }: ICouture): void {
  const args = { dagId: run.dagId, runId: run.runId };
  const open: Notification.IAction = {
    label: trans.__('Open Run'),
    callback: () => void commands.execute(CommandIDs.openRun, args)
  };
  const live: Notification.IAction = {
    label: trans.__('Open Live'),
    callback: () => void commands.execute(CommandIDs.openLive, args)
  };
  const retry: Notification.IAction = {
    label: trans.__('Retry'),
    callback: () => void commands.execute(CommandIDs.retryRun, args)
  };
  if (state === 'success') {
    Notification.success(trans.__('%1 succeeded', run.dagId), { autoClose: SUCCESS_SHOWN, actions: [open] });
  } else {
    Notification.error(trans.__('%1 failed', run.dagId), { autoClose: false, actions: [open, live, retry] });
  }
}
