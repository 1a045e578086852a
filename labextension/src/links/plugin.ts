/** Opens the page that an address names. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILabShell, IRouter } from '@jupyterlab/application';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { linkIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { markedTask } from '../ui';
import { ADDRESS_PATTERN, addressOf, addressOfList, destinationOf, type IDestination, withoutDestination } from './address';
import { neverEmpty } from './first_page';
import { addOwnServer } from './own_server';

export const linksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:links',
  description: 'Opens the DAG or run that an address names, and copies such addresses; without a launcher, the DAGs.',
  autoStart: true,
  requires: [ICouture, IRouter],
  optional: [ILabShell, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    router: IRouter,
    shell: ILabShell | null,
    launcher: ILauncher | null
  ): void => {
    addCopyCommand(app, couture);
    addOwnServer(couture);
    app.commands.addCommand(CommandIDs.openLink, {
      label: couture.trans.__('Open a Link to Couture'),
      caption: couture.trans.__('Open the page that an address names'),
      describedBy: { args: { type: 'object', required: ['search'], properties: { search: { type: 'string' } } } },
      isEnabled: args => typeof args.search === 'string',
      execute: args => {
        const search = String(args.search ?? '');
        const destination = destinationOf(search);
        if (destination) {
          // Not awaited: the router runs one command after the other, and the restoring waits for another of them.
          void open(app, router, destination);
        } else {
          const named = new URLSearchParams(search).get('couture') ?? '';
          Notification.warning(couture.trans.__('This address names no page of Couture: "%1".', named), { autoClose: 8000 });
        }
      }
    });
    if (shell && !launcher) {
      void neverEmpty(app, shell, destinationOf(router.current.search ?? '') !== null);
    }
    router.register({ command: CommandIDs.openLink, pattern: ADDRESS_PATTERN, rank: 100 });
  }
};

async function open(app: JupyterFrontEnd, router: IRouter, { command, args }: IDestination): Promise<void> {
  await app.restored;
  await app.commands.execute(command, args);
  // The page is in the layout now: a reload brings it back, the address need not. The address as it is by now: with
  // the old one's `reset`, JupyterLab would load again and forget the page.
  const { path, search = '' } = router.current;
  router.navigate(withoutDestination(path, search, router.base), { skipRouting: true });
}

function addCopyCommand(app: JupyterFrontEnd, { commands, trans }: ICouture): void {
  const properties = {
    dagId: { type: 'string' as const },
    runId: { type: 'string' as const },
    taskId: { type: 'string' as const },
    mapIndex: { type: 'number' as const },
    isContextMenu: { type: 'boolean' as const },
    page: { type: 'string' as const },
    query: { type: 'object' as const }
  };
  commands.addCommand(CommandIDs.copyLink, {
    label: trans.__('Copy Link'),
    caption: trans.__('Copy the address of this page'),
    icon: linkIcon,
    isEnabled: args =>
      typeof args.dagId === 'string' || typeof args.page === 'string' || markedTask(app, args) !== null,
    describedBy: { args: { type: 'object', properties } },
    execute: args => {
      Clipboard.copyToSystem(addressFor(app, args));
      Notification.success(trans.__('The link was copied.'), { autoClose: 2000 });
    }
  });
}

function addressFor(app: JupyterFrontEnd, args: ReadonlyPartialJSONObject): string {
  const base = new URL(app.serviceManager.serverSettings.baseUrl, window.location.href).href;
  if (typeof args.page === 'string') {
    return addressOfList(base, args.page, (args.query ?? {}) as ReadonlyPartialJSONObject);
  }
  const task = markedTask(app, args);
  const map = task?.mapIndex === undefined || task.mapIndex < 0 ? [] : [String(task.mapIndex)];
  const dagId = task?.dagId ?? String(args.dagId);
  const runId = task?.runId ?? (typeof args.runId === 'string' ? args.runId : undefined);
  return addressOf(base, dagId, runId, task ? [task.taskId, ...map] : []);
}
