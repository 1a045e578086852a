/** The notifications themselves: quiet for a success, with what to do next for a failure. */
import { Notification } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import type { IToldRun } from './told_runs';

export type ToldEvent = IToldRun['event'] | 'recovery';

const SUCCESS_SHOWN = 4000;

/** Tell of one event of a run; `hasNotebook`: there is something to see live. */
export function tellOf(run: IToldRun, event: ToldEvent, hasNotebook: boolean, couture: ICouture): void {
  const { trans } = couture;
  const [open, seeLive, retry] = actionsFor(run, couture);
  const live = hasNotebook ? [seeLive] : [];
  switch (event) {
    case 'success':
      Notification.success(trans.__('%1 succeeded', run.dagId), { autoClose: SUCCESS_SHOWN, actions: [open] });
      break;
    case 'recovery':
      Notification.success(trans.__('%1 succeeded again', run.dagId), { autoClose: SUCCESS_SHOWN, actions: [open] });
      break;
    case 'retry':
      Notification.warning(trans.__('%1: try %2 failed and is repeated', run.dagId, run.tryNumber ?? 1), {
        autoClose: 2 * SUCCESS_SHOWN,
        actions: [open, ...live]
      });
      break;
    case 'late':
      Notification.warning(trans.__('%1 is late', run.dagId), { autoClose: false, actions: [open, ...live] });
      break;
    default:
      Notification.error(trans.__('%1 failed', run.dagId), { autoClose: false, actions: [open, ...live, retry] });
  }
}

/** Tell of many runs at once. */
export function tellOfMany(runs: readonly IToldRun[], { commands, trans }: ICouture): void {
  const failed = runs.filter(run => run.event === 'failure').length;
  const text = trans._n('%1 run has news, %2 failed', '%1 runs have news, %2 of them failed', runs.length, failed);
  const open = { label: trans.__('Open Runs'), callback: () => void commands.execute(CommandIDs.openRuns) };
  Notification.emit(text, failed > 0 ? 'error' : 'info', { autoClose: failed > 0 ? false : SUCCESS_SHOWN, actions: [open] });
}

function actionsFor({ dagId, runId }: IToldRun, { commands, trans }: ICouture): Notification.IAction[] {
  const action = (label: string, command: string): Notification.IAction => ({
    label,
    callback: () => void commands.execute(command, { dagId, runId })
  });
  return [
    action(trans.__('Open Run'), CommandIDs.openRun),
    action(trans.__('Open Live'), CommandIDs.openLive),
    action(trans.__('Retry'), CommandIDs.retryRun)
  ];
}
