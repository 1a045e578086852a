/** The way from the Couture service of a Hub to one's own server, which starts if need be. */
import { PageConfig } from '@jupyterlab/coreutils';
import { launchIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { searchFor } from './address';

export function addOwnServer({ commands, trans }: ICouture, open = openBeside): void {
  commands.addCommand(CommandIDs.openOwnServer, {
    label: args => (typeof args.runId === 'string' ? trans.__('Open in My Own JupyterLab') : trans.__('My Own JupyterLab…')),
    caption: trans.__('Open your own server in a tab of the browser; it starts if need be'),
    icon: launchIcon,
    describedBy: {
      args: { type: 'object', properties: { dagId: { type: 'string' }, runId: { type: 'string' }, taskId: { type: 'string' } } }
    },
    isVisible: isAtService,
    isEnabled: isAtService,
    execute: ({ dagId, runId, taskId }) => {
      const parts = [dagId, runId, taskId].filter(each => typeof each === 'string');
      const search = parts.length > 1 ? searchFor('run', ...parts) : '';
      open(`${PageConfig.getOption('hubHost')}${PageConfig.getOption('hubPrefix')}user-redirect/lab${search}`);
    }
  });
}

/** Whether this is a service of a Hub, and no server of a person. */
function isAtService(): boolean {
  const hub = PageConfig.getOption('hubPrefix');
  return hub !== '' && PageConfig.getOption('baseUrl').startsWith(hub.replace(/hub\/$/, 'services/'));
}

function openBeside(address: string): void {
  window.open(address, '_blank', 'noopener');
}
