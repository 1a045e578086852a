/** The ids of our commands. Menus, palette, toolbars, shortcuts and buttons only name these. */
export namespace CommandIDs {
  /** Show the "Workflows" sidebar. */
  export const openWorkflows = 'couture:open-workflows';
  /** Open the menu "Couture" at a place on the screen: `{x, y}`. */
  export const openMenu = 'couture:open-menu';
  /** Open the page that an address names: `{search}`. */
  export const openLink = 'couture:open-link';
  /** Copy the address of a page: `{dagId, runId?, taskId?, mapIndex?}`, or of a list with its filters: `{page, query}`. */
  export const copyLink = 'couture:copy-link';
  /** Open the list of DAGs; its filters by their ids, e.g. `{search?, tags?, lastRunState?}` (feature dag_list). */
  export const openDags = 'couture:open-dags';
  /** Open the list of task instances: `{dagId?, runId?, taskId?, state?}` and other filters (feature task_instances). */
  export const openTaskInstances = 'couture:open-task-instances';
  /** Open the list of jobs: engines and their heartbeats (feature jobs). */
  export const openJobs = 'couture:open-jobs';
  /** Open the audit log: `{dagId?, runId?, taskId?, event?, user?}` and other filters (feature audit_log). */
  export const openAuditLog = 'couture:open-audit-log';
  /** Open the missed SLAs of all DAGs (feature sla_misses). */
  export const openSlaMisses = 'couture:open-sla-misses';
  /** Open a DAG's page: `{dagId, view?, runId?, taskId?, mapIndex?, filterTask?, filterWay?}`. */
  export const openDag = 'couture:open-dag';
  /** Open the graph of a DAG: `{dagId, runId?}`; with `taskId` that of the DAG which this task runs (feature dag_graph). */
  export const zoomIntoDag = 'couture:zoom-into-dag';
  /** Start a run: `{dagId}`. */
  export const triggerDag = 'couture:trigger-dag';
  /** Open the form that starts a run with values: `{dagId, conf?}` (feature trigger_form). */
  export const triggerForm = 'couture:trigger-form';
  /** Ask for a partition key and start a run with it: `{dagId}`. */
  export const triggerPartition = 'couture:trigger-partition';
  /** Run a DAG with several values: `{dagId, parameters?}`, the values that the form begins with (feature sweeps). */
  export const sweepDag = 'couture:sweep-dag';
  export const sweepNotebook = 'couture:sweep-notebook';
  /** Run a DAG with several values, beginning with those of a run: `{dagId, runId}`. */
  export const sweepRun = 'couture:sweep-run';
  /** Run all notebooks of a folder: `{path?}` (feature run_folder). */
  export const runFolder = 'couture:run-folder';
  /** Open the page that imports schedules (feature imports). */
  export const importSchedules = 'couture:import-schedules';
  /** Make the runs of a DAG between two dates: `{dagId}` (feature backfills). */
  export const backfillDag = 'couture:backfill-dag';
  /** Switch a DAG off: `{dagId}`. */
  export const pauseDag = 'couture:pause-dag';
  /** Switch a DAG on: `{dagId}`. */
  export const resumeDag = 'couture:resume-dag';
  /** Make a DAG one of one's favourites: `{dagId}`. */
  export const favoriteDag = 'couture:favorite-dag';
  /** Take a DAG out of one's favourites: `{dagId}`. */
  export const unfavoriteDag = 'couture:unfavorite-dag';
  /** Delete a DAG after saying what goes: `{dagId}`. */
  export const deleteDag = 'couture:delete-dag';
  /** Open the DAG file or the scheduled notebook in an editor: `{dagId}`. */
  export const openSource = 'couture:open-source';
  /** Open a file of the workspace: `{path, line?}`. */
  export const openFile = 'couture:open-file';
  /** Open the list of DAG files: `{search?, view?}` (feature dag_files). */
  export const manageDags = 'couture:manage-dags';
  /** Make a new DAG from a template (feature dag_files). */
  export const newDag = 'couture:new-dag';
  /** Download a DAG file: `{path}` (feature dag_files). */
  export const downloadDagFile = 'couture:download-dag-file';
  /** Give a DAG file another name: `{path}` (feature dag_files). */
  export const renameDagFile = 'couture:rename-dag-file';
  /** Delete a DAG file after saying what goes: `{path}` (feature dag_files). */
  export const deleteDagFile = 'couture:delete-dag-file';
  /** Open a DAG file in the DAG editor: `{path?, file?, dagId?, line?}`, `path` in the DAG folder, `file` as the API
   * names files of the workspace (feature dag_editor). */
  export const editDagFile = 'couture:edit-dag-file';
  /** Open a DAG file with the canvas beside it: `{path?, from?}`, a path in the DAG folder or the file that is chosen
   * in the file browser, else the one that was edited last (feature canvas). */
  export const openCanvas = 'couture:open-canvas';
  /** Make a task group of what is selected on the canvas (feature canvas). */
  export const groupCanvasTasks = 'couture:group-canvas-tasks';
  /** Move what is selected on the canvas into another task group. */
  export const moveCanvasTasks = 'couture:move-canvas-tasks';
  /** Take away the task group that is selected on the canvas, and keep its tasks. */
  export const dissolveCanvasGroup = 'couture:dissolve-canvas-group';
  /** Edit the id of the selected task in the drawing. */
  export const renameCanvasTask = 'couture:rename-canvas-task';
  export const copyCanvasTasks = 'couture:copy-canvas-tasks';
  export const pasteCanvasTasks = 'couture:paste-canvas-tasks';
  /** Delete what is selected on the canvas. */
  export const deleteCanvasTask = 'couture:delete-canvas-task';
  /** Show an older version of a DAG file beside its text: `{path, dagId, number, at}` (feature dag_editor). */
  export const compareDagFile = 'couture:compare-dag-file';
  /** Show who changed a DAG file when: `{path}` (feature dag_editor). */
  export const openDagFileHistory = 'couture:open-dag-file-history';
  /** Show the changes of the DAG file in front beside what is saved (feature dag_editor). */
  export const reviewDagFile = 'couture:review-dag-file';
  /** Save the DAG file in front, after the review (feature dag_editor). */
  export const saveDagFile = 'couture:save-dag-file';
  /** Show how the word at the cursor can go on (feature dag_editor). */
  export const completeDagCode = 'couture:complete-dag-code';
  /** Take what the completer has chosen (feature dag_editor). */
  export const selectDagCompletion = 'couture:select-dag-completion';
  /** Open the form with a schedule's values: `{dagId}`. */
  export const editSchedule = 'couture:edit-schedule';
  /** Copy a schedule under a new name: `{dagId}`. */
  export const duplicateSchedule = 'couture:duplicate-schedule';
  /** Show the DAG files that could not be read: `{text?}` (feature import_errors). */
  export const openImportErrors = 'couture:open-import-errors';
  /** Start the engine. */
  export const startEngine = 'couture:start-engine';
  /** Stop the engine. */
  export const stopEngine = 'couture:stop-engine';

  /** Open the form for a notebook: `{path?, dagId?}` (feature schedule_dialog). */
  export const scheduleNotebook = 'couture:schedule-notebook';
  /** Make a DAG of several notebooks: `{paths?}` (feature notebook_dags). */
  export const composeDag = 'couture:new-dag-from-notebooks';
  /** Split a notebook into the tasks of a DAG: `{path?, from?}` (feature notebook_dags). */
  export const splitNotebook = 'couture:split-notebook';
  /** Find what would fail if a notebook ran: `{path?, from?}` (feature preflight). */
  export const checkNotebook = 'couture:check-notebook';
  /** Open a notebook at a cell: `{path, cell, line?}` (feature preflight). */
  export const showCell = 'couture:show-cell';
  /** Open the run history: `{dagId?, state?}` and other filters (feature run_history). */
  export const openRuns = 'couture:open-runs';
  /** Open a run's page: `{dagId, runId, taskId?, tryNumber?}` (feature run_page). */
  export const openRun = 'couture:open-run';
  /** Open a run's notebook while it runs: `{dagId, runId, taskId?, mapIndex?, tryNumber?}` (feature live_notebook). */
  export const openLive = 'couture:open-live';
  /** Open a notebook on a kernel that was kept: `{id, document?}` (feature live_notebook). */
  export const openHeldKernel = 'couture:open-held-kernel';
  /** Keep a kernel longer: `{id}` (feature live_notebook). */
  export const prolongHeldKernel = 'couture:prolong-held-kernel';
  /** Let a kept kernel go: `{id}` (feature live_notebook). */
  export const letHeldKernelGo = 'couture:let-held-kernel-go';
  /** Go on from the failed cell: `{dagId, runId, taskId, mapIndex?, with?}` (feature live_notebook). */
  export const resumeTask = 'couture:resume-task';
  /** Show what runs left, of all or one: `{dagId?, runId?}` (feature runs_drive). */
  export const openRunFiles = 'couture:open-run-files';
  /** Stop a run: `{dagId, runId}` (feature run_page). */
  export const stopRun = 'couture:stop-run';
  /** Run the failed tasks again: `{dagId, runId}` (feature run_page). */
  export const retryRun = 'couture:retry-run';
  /** Start a new run with the same parameters: `{dagId, runId}` (feature run_page). */
  export const rerun = 'couture:rerun';
  /** Start a new run after editing its parameters: `{dagId, runId}` (feature run_page). */
  export const rerunEdited = 'couture:rerun-edited';
  /** Run tasks again after a look at which: `{dagId, runId, taskId?, mapIndex?}` (feature task_changes). */
  export const clearTasks = 'couture:clear-tasks';
  /** Run one task instance alone, after a look at what stands against it: `{dagId, runId, taskId, mapIndex?}` (feature task_changes). */
  export const runTask = 'couture:run-task';
  /** Say how tasks ended, after a look at which: `{dagId, runId, taskId?, mapIndex?, mark?}` (feature task_changes). */
  export const markTasks = 'couture:mark-tasks';
  /** Show a task instance on the page of its run: `{dagId, runId, taskId, mapIndex?, tab?}` (feature task_menu). */
  export const openTask = 'couture:open-task';
  /** Run a task instance again at once, and what follows it: `{dagId, runId, taskId, mapIndex?, state}`. */
  export const retryTask = 'couture:retry-task';
  /** End a task instance: `{dagId, runId, taskId, mapIndex?, state}`. */
  export const stopTask = 'couture:stop-task';
  /** Show only a task with what lies upstream of it, downstream, or both: `{dagId, taskId, way}` (feature task_menu). */
  export const filterTasks = 'couture:filter-tasks';
  /** Write a note on a task instance: `{dagId, runId, taskId, mapIndex?}`. */
  export const noteTask = 'couture:note-task';
  /** Open the menu of a task instance at a place: `{dagId, runId, taskId, mapIndex?, state?, x, y}`. */
  export const openTaskMenu = 'couture:open-task-menu';
  /** Delete a run and what it left: `{dagId, runId}` (feature run_page). */
  export const deleteRun = 'couture:delete-run';

  /** Open a run whose task waits for an answer (feature human_input). */
  export const answerQuestion = 'couture:answer-question';
  /** Show the code bricks, or one: `{brickId?}` (feature code_bricks). */
  export const openBricks = 'couture:open-bricks';
  /** Put a brick into the editor that was used last: `{brickId, values?}` (feature code_bricks). */
  export const insertBrick = 'couture:insert-brick';
  /** Write a brick, of what is selected in the editor if something is (feature code_bricks). */
  export const newBrick = 'couture:new-brick';
  /** Change a brick: `{brickId}` (feature code_bricks). */
  export const editBrick = 'couture:edit-brick';
  /** Write a brick that begins as another one: `{brickId}` (feature code_bricks). */
  export const duplicateBrick = 'couture:duplicate-brick';
  /** Delete a brick: `{brickId}` (feature code_bricks). */
  export const deleteBrick = 'couture:delete-brick';
  /** Save bricks as a file: `{brickId?}`; without one all that people wrote (feature code_bricks). */
  export const exportBricks = 'couture:export-bricks';
  /** Take bricks of a file (feature code_bricks). */
  export const importBricks = 'couture:import-bricks';
  /** Show assets, or one: `{assetId?}`, or filters and `view?` (feature assets). */
  export const openAssets = 'couture:open-assets';
  /** Open the updates of all assets (feature assets). */
  export const openAssetEvents = 'couture:open-asset-events';
  /** Show failures: `{fingerprint?}` (feature failures). */
  export const openFailures = 'couture:open-failures';
  /** Compare two runs: `{dagId, runId, otherDagId?, otherRunId?, taskId?}`; without an other one with the last good
   * one (feature compare_runs). */
  export const compareRuns = 'couture:compare-runs';

  /** Show variables: `{key?, view?}`, where the view is `new` or `import` (feature variables). */
  export const openVariables = 'couture:open-variables';
  /** Show connections: `{connectionId?, number?, view?}` (feature connections). */
  export const openConnections = 'couture:open-connections';
  /** Show pools: `{name?}` (feature pools). */
  export const openPools = 'couture:open-pools';
  /** Show how people sign in (feature login_settings). */
  export const openLoginSettings = 'couture:open-login-settings';
  /** Show users: `{text?, role?}` (feature users). */
  export const openUsers = 'couture:open-users';
  /** Open the page where people change their own password; hidden where there is none (feature users). */
  export const changePassword = 'couture:change-password';
  /** Open one's own server of a Hub, with a run: `{dagId?, runId?, taskId?}`; only at the service (feature links). */
  export const openOwnServer = 'couture:open-own-server';
  /** Show roles: `{name?}` (feature roles). */
  export const openRoles = 'couture:open-roles';
  /** Show XComs: `{dagId?, runId?, taskId?, key?}` (feature xcoms). */
  export const openXComs = 'couture:open-xcoms';
  /** Show the settings in force, and what is installed: `{section?}` (feature configuration). */
  export const openConfiguration = 'couture:open-configuration';
}
