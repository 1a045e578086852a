/** The list of our plugins. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { corePlugin } from './core/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [corePlugin];

export default plugins;
