/** Tells how the runs ended that this page started. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { StartedRuns } from './started_runs';

const SUCCESS_SHOWN = 4000;

export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:notifications',
  description: 'Notifications about runs that were started here and have ended.',
  autoStart: true,
  requires: [ICouture],
  activate: (app: JupyterFrontEnd, couture: ICouture): void => {
    const { changes, client, trans } = couture;
    const started = new StartedRuns();
    client.http.runStarted.connect((_, run) => started.add(run));
    changes.arrived.connect((_, arrived) => {
      for (const { run, state } of started.ended(arrived)) {
        const args = { dagId: run.dagId, runId: run.runId };
        const open = {
          label: trans.__('Open Run'),
          callback: () => void app.commands.execute(CommandIDs.openRun, args)
        };
        const retry = { label: trans.__('Retry'), callback: () => void app.commands.execute(CommandIDs.retryRun, args) };
        if (state === 'success') {
          Notification.success(trans.__('%1 succeeded', run.dagId), { autoClose: SUCCESS_SHOWN, actions: [open] });
        } else {
          Notification.error(trans.__('%1 failed', run.dagId), { autoClose: false, actions: [open, retry] });
        }
      }
    });
  }
};
