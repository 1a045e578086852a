/** The list of our plugins. */
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { assetsPlugin } from './assets/plugin';
import { auditLogPlugin } from './audit_log/plugin';
import { backfillsPlugin } from './backfills/plugin';
import { canvasPlugin } from './canvas/plugin';
import { cellHistoryPlugin } from './cell_history/plugin';
import { brickFormsPlugin, codeBricksPlugin } from './code_bricks/plugin';
import { compareRunsPlugin } from './compare_runs/plugin';
import { configurationPlugin } from './configuration/plugin';
import { connectionsPlugin } from './connections/plugin';
import { corePlugin } from './core/plugin';
import { dagCommandsPlugin } from './dag_commands/plugin';
import { dagEditorPanelsPlugin, dagEditorPlugin, dagLanguageServersPlugin } from './dag_editor/plugin';
import { dagGraphPlugin } from './dag_graph/plugin';
import { dagCalendarPlugin } from './dag_calendar/plugin';
import { dagDurationsPlugin } from './dag_durations/plugin';
import { dagGanttPlugin } from './dag_gantt/plugin';
import { dagGridPlugin } from './dag_grid/plugin';
import { dagFilesPlugin } from './dag_files/plugin';
import { dagListPlugin } from './dag_list/plugin';
import { dagPagePlugin } from './dag_page/plugin';
import { entryPointsPlugin } from './entry_points/plugin';
import { environmentPlugin } from './environment/plugin';
import { extraLinksPlugin } from './extra_links/plugin';
import { failuresPlugin } from './failures/plugin';
import { fileBadgesPlugin } from './file_badges/plugin';
import { humanInputPlugin } from './human_input/plugin';
import { importErrorsPlugin } from './import_errors/plugin';
import { importsPlugin } from './imports/plugin';
import { jobsPlugin } from './jobs/plugin';
import { linksPlugin } from './links/plugin';
import { liveNotebookPlugin } from './live_notebook/plugin';
import { loginSettingsPlugin } from './login_settings/plugin';
import { notebookDagsPlugin } from './notebook_dags/plugin';
import { notificationsPlugin } from './notifications/plugin';
import { pagesPlugin } from './pages/plugin';
import { poolsPlugin } from './pools/plugin';
import { rolesPlugin } from './roles/plugin';
import { usersPlugin } from './users/plugin';
import { preflightPlugin } from './preflight/plugin';
import { runFolderPlugin } from './run_folder/plugin';
import { runHistoryPlugin } from './run_history/plugin';
import { runPagePlugin } from './run_page/plugin';
import { runningPanelPlugin } from './running_panel/plugin';
import { runsDrivePlugin } from './runs_drive/plugin';
import { schedulePlugin } from './schedule_dialog/plugin';
import { sidebarPlugin } from './sidebar/plugin';
import { stateStoresPlugin } from './state_stores/plugin';
import { sweepsPlugin } from './sweeps/plugin';
import { taskChangesPlugin } from './task_changes/plugin';
import { taskMenuPlugin } from './task_menu/plugin';
import { taskPanePlugin } from './task_pane/plugin';
import { triggerFormPlugin } from './trigger_form/plugin';
import { taskInstancesPlugin } from './task_instances/plugin';
import { triggerTokensPlugin } from './trigger_tokens/plugin';
import { slaMissesPlugin } from './sla_misses/plugin';
import { statusBarPlugin } from './status_bar/plugin';
import { unsavedStatePlugin } from './unsaved_state/plugin';
import { variablesPlugin } from './variables/plugin';
import { xcomsPlugin } from './xcoms/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  assetsPlugin,
  auditLogPlugin,
  backfillsPlugin,
  canvasPlugin,
  cellHistoryPlugin,
  brickFormsPlugin,
  codeBricksPlugin,
  compareRunsPlugin,
  configurationPlugin,
  connectionsPlugin,
  corePlugin,
  dagCommandsPlugin,
  dagEditorPanelsPlugin,
  dagLanguageServersPlugin,
  dagEditorPlugin,
  dagGraphPlugin,
  dagCalendarPlugin,
  dagDurationsPlugin,
  dagGanttPlugin,
  dagGridPlugin,
  dagFilesPlugin,
  dagListPlugin,
  dagPagePlugin,
  entryPointsPlugin,
  environmentPlugin,
  extraLinksPlugin,
  failuresPlugin,
  fileBadgesPlugin,
  humanInputPlugin,
  importErrorsPlugin,
  importsPlugin,
  jobsPlugin,
  linksPlugin,
  liveNotebookPlugin,
  notebookDagsPlugin,
  notificationsPlugin,
  pagesPlugin,
  poolsPlugin,
  usersPlugin,
  loginSettingsPlugin,
  rolesPlugin,
  preflightPlugin,
  runFolderPlugin,
  runHistoryPlugin,
  runPagePlugin,
  runningPanelPlugin,
  runsDrivePlugin,
  schedulePlugin,
  sidebarPlugin,
  slaMissesPlugin,
  stateStoresPlugin,
  sweepsPlugin,
  taskChangesPlugin,
  taskMenuPlugin,
  taskPanePlugin,
  triggerFormPlugin,
  taskInstancesPlugin,
  triggerTokensPlugin,
  statusBarPlugin,
  unsavedStatePlugin,
  variablesPlugin,
  xcomsPlugin
];

export default plugins;
