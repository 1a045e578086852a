/** The list of our plugins. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { corePlugin } from './core/plugin';
import { dagCommandsPlugin } from './dag_commands/plugin';
import { dagPagePlugin } from './dag_page/plugin';
import { entryPointsPlugin } from './entry_points/plugin';
import { linksPlugin } from './links/plugin';
import { notificationsPlugin } from './notifications/plugin';
import { runHistoryPlugin } from './run_history/plugin';
import { runPagePlugin } from './run_page/plugin';
import { runningPanelPlugin } from './running_panel/plugin';
import { schedulePlugin } from './schedule_dialog/plugin';
import { sidebarPlugin } from './sidebar/plugin';
import { statusBarPlugin } from './status_bar/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  corePlugin,
  dagCommandsPlugin,
  dagPagePlugin,
  entryPointsPlugin,
  linksPlugin,
  notificationsPlugin,
  runHistoryPlugin,
  runPagePlugin,
  runningPanelPlugin,
  schedulePlugin,
  sidebarPlugin,
  statusBarPlugin
];

export default plugins;
