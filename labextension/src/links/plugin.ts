/** Opens the page that an address names. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRouter } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ADDRESS_PATTERN, destinationOf, withoutDestination } from './address';

export const linksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:links',
  description: 'Opens the DAG or run that an address names.',
  autoStart: true,
  requires: [IRouter],
  activate: (app: JupyterFrontEnd, router: IRouter): void => {
    app.commands.addCommand(CommandIDs.openLink, {
      describedBy: { args: { type: 'object', properties: { search: { type: 'string' } } } },
      execute: async args => {
        const search = String(args.search ?? '');
        const destination = destinationOf(search);
        if (destination) {
          await app.restored;
          await app.commands.execute(destination.command, destination.args);
          // The page is in the layout now: a reload brings it back, the address need not.
          router.navigate(withoutDestination(router.current.path, search, router.base), { skipRouting: true });
        }
      }
    });
    router.register({ command: CommandIDs.openLink, pattern: ADDRESS_PATTERN, rank: 30 });
  }
};
