/** The main menu "Couture", opened from the sidebar, too: what features and people put into it is in both. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import { type Menu, MenuBar } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';

/** As schema/entry-points.json names it. */
const MENU = 'jp-mainmenu-couture';

export function addPagesMenu(app: JupyterFrontEnd, { commands, trans }: ICouture): void {
  commands.addCommand(CommandIDs.openMenu, {
    label: trans.__('Pages of Couture'),
    caption: trans.__('DAGs, what runs and ran, and what is set up'),
    icon: ellipsesIcon,
    describedBy: { args: { type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } } } },
    execute: ({ x, y }) => menuIn(app)?.open(Number(x) || 0, Number(y) || 0)
  });
}

/** The menu; in a window that is too narrow for all menus it stands in that of the others. */
function menuIn({ shell }: JupyterFrontEnd): Menu | null {
  for (const widget of shell.widgets('menu')) {
    if (widget instanceof MenuBar) {
      const others = widget.overflowMenu?.items.map(item => item.submenu) ?? [];
      const found = [...widget.menus, ...others].find(menu => menu?.id === MENU);
      if (found) {
        return found;
      }
    }
  }
  return null;
}
