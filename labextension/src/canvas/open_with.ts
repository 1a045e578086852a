/** The canvas in the file browser's menu "Open With". */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import type { BrowsedDagFile } from '../ui/browsed_dag_file';

/** JupyterLab fills "Open With" anew each time the menu opens: ours is added after that. */
export function addToOpenWith({ contextMenu, restored }: JupyterFrontEnd, browsed: BrowsedDagFile): void {
  void restored.then(() =>
    contextMenu.opened.connect(() => {
      const found = contextMenu.menu.items.find(({ submenu }) => submenu?.id === 'jp-contextmenu-open-with')?.submenu;
      const isThere = found?.items.some(({ command }) => command === CommandIDs.openCanvas);
      if (found && !isThere && browsed.path() !== null) {
        found.addItem({ command: CommandIDs.openCanvas, args: { from: 'browser' } });
      }
    })
  );
}
