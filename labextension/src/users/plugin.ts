/** Users: a page on which an Admin says who may use this server, and with which roles. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { userIcon } from '../ui';
import { addChangePassword } from './change_password';

export const usersPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:users',
  description: 'Users and their roles; where people change their password.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    addChangePassword(couture);
    pages.add({
      id: 'couture-users',
      command: CommandIDs.openUsers,
      label: trans.__('Users'),
      needs: 'users:read',
      caption: trans.__('Show and change who may use Couture here, and with which roles'),
      icon: userIcon,
      places: { text: trans.__('Words of names or addresses to look for.'), role: trans.__('A role that they have.') },
      load: async () => (await import('./UsersPage')).UsersPage
    });
  }
};
