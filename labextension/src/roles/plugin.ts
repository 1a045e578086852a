/** Roles: a page on which an Admin sees what each role may do, and makes others. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { roleIcon } from '../ui';

export const rolesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:roles',
  description: 'Roles: what people may do, with everything and with single DAGs.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-roles',
      command: CommandIDs.openRoles,
      label: trans.__('Roles'),
      needs: 'roles:read',
      caption: trans.__('Show and change what each role may do'),
      icon: roleIcon,
      places: { name: trans.__('The role to look for.') },
      load: async () => (await import('./RolesPage')).RolesPage
    });
  }
};
