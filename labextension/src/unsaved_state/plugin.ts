/**
 * JupyterLab's state in memory alone, for servers that keep nothing of people: the Couture service of a Hub. Disabled
 * elsewhere (`package.json`); there it stands in for `@jupyterlab/apputils-extension:state` (`service_lab/page_config.json`).
 */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB, StateDB } from '@jupyterlab/statedb';

export const unsavedStatePlugin: JupyterFrontEndPlugin<IStateDB> = {
  id: 'couture-jupyter:unsaved-state',
  description: 'Keeps the layout and what was chosen in views until the page is closed.',
  provides: IStateDB,
  activate: () => new StateDB()
};
