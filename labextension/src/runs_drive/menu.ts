/** What can be done with what a run left: the context menu of its file browser offers nothing that would be refused. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { runIn } from './drive';

export function addReadOnlyMenu(app: JupyterFrontEnd, browser: FileBrowser): void {
  const menu = new MenuSvg({ commands: app.commands });
  browser.disposed.connect(() => menu.dispose());
  browser.node.addEventListener('contextmenu', event => {
    if (event.shiftKey) {
      return; // the browser's own menu, as everywhere in JupyterLab
    }
    event.preventDefault();
    event.stopPropagation();
    fill(menu, app, browser);
    if (menu.items.length > 0) {
      menu.open(event.clientX, event.clientY);
    }
  });
}

function fill(menu: MenuSvg, app: JupyterFrontEnd, browser: FileBrowser): void {
  menu.clearItems();
  const chosen = [...browser.selectedItems()];
  if (chosen.length > 0) {
    menu.addItem({ command: 'filebrowser:open' });
  }
  if (chosen.some(item => item.type !== 'directory')) {
    menu.addItem({ command: 'filebrowser:download' });
  }
  if (chosen.length === 1) {
    menu.addItem({ command: 'filebrowser:copy-path' });
  }
  const run = runIn(app.serviceManager.contents.localPath(chosen[0]?.path ?? browser.model.path));
  if (run) {
    menu.addItem({ type: 'separator' });
    menu.addItem({ command: CommandIDs.openRun, args: { ...run } });
  }
}
