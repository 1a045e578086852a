/** Commands that start and stop the engine. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { runIcon, stopIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive } from '../ui/dialogs';

const NO_ARGS = { args: { type: 'object' as const, properties: {} } };

export function addEngineCommands(app: JupyterFrontEnd, { changes, client, trans }: ICouture): void {
  app.commands.addCommand(CommandIDs.startEngine, {
    label: trans.__('Start the Engine'),
    caption: trans.__('Start the process that runs what is due'),
    icon: runIcon,
    describedBy: NO_ARGS,
    execute: async () => {
      const start = async (): Promise<void> => {
        if ((await client.engine.get()).state === 'running') {
          Notification.info(trans.__('The engine runs already.'), { autoClose: 5000 });
        } else {
          await client.engine.start();
        }
      };
      await attempt(trans.__('The engine did not start.'), start, trans);
      changes.announce({ subject: 'engine' });
    }
  });
  app.commands.addCommand(CommandIDs.stopEngine, {
    label: trans.__('Stop the Engine'),
    caption: trans.__('Stop the process that runs what is due'),
    icon: stopIcon,
    describedBy: NO_ARGS,
    execute: async () => {
      const question = {
        title: trans.__('Stop the engine?'),
        sentences: [
          trans.__('Nothing starts on schedule until it runs again. Tasks that are running go on, and their results are kept.')
        ],
        action: trans.__('Stop')
      };
      if (await confirmDestructive(question, trans)) {
        await attempt(trans.__('The engine did not stop.'), () => client.engine.stop(), trans);
        changes.announce({ subject: 'engine' });
      }
    }
  });
}
