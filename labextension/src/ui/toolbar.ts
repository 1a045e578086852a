/** Pages that have no toolbar. */
import { Toolbar } from '@jupyterlab/ui-components';

/** Instead of JupyterLab's own, which keeps 38 nodes of every page that was closed: its button for what has no room in it
 * (@jupyterlab/ui-components 4.6, 2026-11). */
export function noToolbar(): Toolbar {
  const toolbar = new Toolbar();
  toolbar.hide();
  return toolbar;
}
