/** The shapes of the REST API's answers and bodies. Moments are ISO 8601 strings in UTC. */

export type DagRunState = 'queued' | 'running' | 'success' | 'failed';
export type TaskInstanceState =
  | 'scheduled'
  | 'queued'
  | 'running'
  | 'success'
  | 'failed'
  | 'up_for_retry'
  | 'up_for_reschedule'
  | 'deferred'
  | 'restarting'
  | 'skipped'
  | 'upstream_failed'
  | 'removed';
export type AnyState = DagRunState | TaskInstanceState;
export type DagRunType = 'scheduled' | 'manual' | 'backfill' | 'asset_triggered';
export type DagKind = 'file' | 'notebook_schedule';
export type Json = unknown;

export interface IRunMark {
  dag_run_id: string;
  state: DagRunState;
  start_date: string | null;
  end_date: string | null;
}

export interface IDagSummary {
  dag_id: string;
  dag_display_name: string;
  kind: DagKind;
  file: string | null;
  description: string | null;
  schedule: string;
  timezone: string;
  is_paused: boolean;
  is_stale: boolean;
  owner: string;
  tags: string[];
  next_run_after: string | null;
  last_run: IRunMark | null;
  recent_runs: IRunMark[];
  active_runs: number;
  has_import_error: boolean;
  notebook: string | null;
}

export interface IDagSummaryPage {
  dags: IDagSummary[];
  total_entries: number;
}

export interface IDagVersion {
  id: number | string;
  version_number: number;
  dag_id: string;
  created_at: string | null;
}

export interface IDagSource {
  dag_id: string;
  content: string;
  file?: string | null;
  version_number: number | null;
}

export interface IDagDetails {
  dag_id: string;
  [fact: string]: Json;
}

export interface IMissedRun {
  logical_date: string;
  run_after: string;
  why: string;
}

export interface IImportError {
  import_error_id: number;
  filename: string;
  line?: number | null;
  stack_trace: string;
  timestamp: string | null;
}

export interface IDagRun {
  dag_run_id: string;
  dag_id: string;
  dag_display_name: string;
  logical_date: string | null;
  queued_at: string | null;
  start_date: string | null;
  end_date: string | null;
  duration: number | null;
  data_interval_start: string | null;
  data_interval_end: string | null;
  run_after: string;
  run_type: DagRunType;
  state: DagRunState;
  triggered_by: string | null;
  triggering_user_name: string | null;
  conf: Record<string, Json> | null;
  note: string | null;
  dag_versions: IDagVersion[];
}

export interface IDagRunPage {
  dag_runs: IDagRun[];
  total_entries: number;
}

export interface IProgress {
  cell: number;
  cells: number;
  running?: number | null;
  failed?: number | null;
}

export interface IOutput {
  kind: string;
  path: string;
}

export interface ITaskInstance {
  id: string;
  task_id: string;
  dag_id: string;
  dag_run_id: string;
  map_index: number;
  state: TaskInstanceState | null;
  start_date: string | null;
  end_date: string | null;
  duration: number | null;
  try_number: number;
  max_tries: number;
  operator: string | null;
  pool: string;
  queued_when: string | null;
  note: string | null;
  progress: IProgress | null;
  error: string | null;
  because: string | null;
  outputs: IOutput[];
}

export interface ITaskInstancePage {
  task_instances: ITaskInstance[];
  total_entries: number;
}

export interface ILogChunk {
  content: string;
  next_offset: number;
  complete: boolean;
  size: number;
}

export interface IExecutedNotebook {
  path: string | null;
  notebook: Json;
  failed_cell: number | null;
  complete: boolean;
}

export interface IRunCounts {
  running: number;
  queued: number;
  failed_recently: number;
}

export interface IRunKey {
  dag_id: string;
  dag_run_id: string;
}

export interface IBulkResult extends IRunKey {
  ok: boolean;
  detail: string | null;
}

export type EngineState = 'running' | 'standby' | 'starting' | 'stopped';

export interface IEngine {
  state: EngineState;
  pid: number | null;
  host: string | null;
  started_at: string | null;
  heartbeat_at: string | null;
  running_tasks: number;
  detail: string | null;
}

export interface INotebookParameter {
  name: string;
  type: string;
  default: Json;
  help?: string | null;
}

export interface INotebookInspection {
  path: string;
  kernel_name: string | null;
  language: string | null;
  parameters: INotebookParameter[];
  has_parameters_cell: boolean;
  code_cells: number;
}

export interface ITimetablePreview {
  sentence: string;
  next_runs: string[];
  error: string | null;
}

export interface IWhen {
  kind: 'now' | 'once' | 'cron' | 'manual';
  at?: string | null;
  cron?: string | null;
}

/** The fields of the schedule form. */
export interface INotebookScheduleForm {
  name: string;
  notebook: string;
  kernel_name: string | null;
  parameters: Record<string, Json>;
  when: IWhen;
  timezone: string;
  start_date: string | null;
  end_date: string | null;
  output_path: string;
  export_html: boolean;
  retries: number;
  retry_delay: number;
  retry_backoff: number;
  max_retry_delay: number | null;
  timeout: number | null;
  overlap: 'skip' | 'queue' | 'parallel';
  missed_runs: 'skip' | 'run_last' | 'run_all';
  tags: string[];
  description: string;
  paused: boolean;
}

export interface INotebookSchedule extends INotebookScheduleForm {
  dag_id: string;
  created_by: string | null;
  updated_at: string | null;
  source: string;
}

export interface IDeletionPreview {
  goes: string[];
  stays: string[];
}
