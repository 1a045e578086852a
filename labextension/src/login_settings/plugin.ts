/** Sign-in: a page on which an Admin says who keeps people's passwords. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { keyIcon } from '../ui';

export const loginSettingsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:login-settings',
  description: 'How people sign in.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-login-settings',
      command: CommandIDs.openLoginSettings,
      label: trans.__('Sign-in'),
      needs: 'loginSettings:read',
      caption: trans.__('Show and change how people sign in, and try it'),
      icon: keyIcon,
      load: async () => (await import('./LoginSettingsPage')).LoginSettingsPage
    });
  }
};
