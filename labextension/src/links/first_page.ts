/** Where there is no launcher, as at the Couture service of a JupyterHub, the DAGs are what an empty JupyterLab shows. */
import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../commands';

/** `isLed`: an address opens its page first. */
export async function neverEmpty(app: JupyterFrontEnd, shell: ILabShell, isLed: boolean): Promise<void> {
  let wasFilled = !isLed;
  const look = (): void => {
    const isEmpty = shell.isEmpty('main');
    if (isEmpty && wasFilled) {
      void app.commands.execute(CommandIDs.openDags);
    }
    wasFilled ||= !isEmpty;
  };
  await app.restored;
  shell.layoutModified.connect(look);
  look();
}
