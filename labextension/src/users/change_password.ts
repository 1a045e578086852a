/** The way to the page where people change their own password: the server says whether there is one for them. */
import { PageConfig } from '@jupyterlab/coreutils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { keyIcon } from '../ui';
import { learnRights, myself } from '../ui/permissions';

export function addChangePassword(couture: ICouture, open = openBeside): void {
  const { commands, trans } = couture;
  const page = (): string | null => {
    void learnRights(couture);
    return myself(couture)?.password_page ?? null;
  };
  commands.addCommand(CommandIDs.changePassword, {
    label: trans.__('Change My Password…'),
    caption: trans.__('Open the page of JupyterHub for it. All else that is signed in as you then ends, your server, too.'),
    icon: keyIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => page() !== null,
    isVisible: () => page() !== null,
    execute: () => {
      const address = page();
      if (address !== null) {
        open(PageConfig.getOption('hubHost') + address);
      }
    }
  });
}

function openBeside(address: string): void {
  window.open(address, '_blank', 'noopener');
}
