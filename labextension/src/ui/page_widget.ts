/** The widget that every page of ours is: its content, and no toolbar. */
import { MainAreaWidget } from '@jupyterlab/apputils';
import { Toolbar } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';

/** JupyterLab's own toolbar, hidden, keeps 38 nodes of every page that was closed: its button for what has no room in it
 * (@jupyterlab/ui-components 4.6, 2026-11). This one has no such button. */
export class PageWidget<T extends Widget = Widget> extends MainAreaWidget<T> {
  constructor(content: T) {
    const toolbar = new Toolbar();
    toolbar.hide();
    super({ content, toolbar });
  }
}
