/** Runs and their task instances: list, look at, stop, retry, re-run, delete; logs and notebooks of tries. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type {
  IBulkResult,
  IClearedRun,
  IClearedTask,
  IClearTasks,
  IDagRun,
  IDagRunPage,
  IDependency,
  IExecutedNotebook,
  IExtraLinks,
  ILogChunk,
  ILogMatches,
  IPatchTask,
  IRunCounts,
  IRunGraph,
  IRunKey,
  IRunTask,
  ITaskInstance,
  ITaskInstancePage,
  ITaskRun,
  ITaskTry,
  IXComEntry,
  IXComPage,
  Json
} from './types';

/** What tells a task instance from all others. */
export type ITaskKey = Pick<ITaskInstance, 'dag_id' | 'dag_run_id' | 'task_id' | 'map_index'>;
export type IRunChange = { state: 'queued' | 'success' | 'failed' } | { note: string };

interface IOutcome {
  ok: boolean;
  detail: string;
}

interface IBulkAnswer {
  update: { success: string[]; errors: { error?: unknown }[] } | null;
}

function outcomesOf({ update }: IBulkAnswer): IOutcome[] {
  const done = update?.success.map(() => ({ ok: true, detail: '' })) ?? [];
  return [...done, ...(update?.errors.map(({ error }) => ({ ok: false, detail: String(error ?? '') })) ?? [])];
}

/** What is gone meanwhile keeps nothing else from being done. */
function skipMissing<Action extends object>(action: Action): Action & { action_on_non_existence: 'skip' } {
  return { ...action, action_on_non_existence: 'skip' };
}

function orAny(id: string): string {
  return id === '~' ? id : pathOf(id);
}

export class RunsApi {
  constructor(private readonly _http: Http) {}

  /** Runs of one DAG, or of all (`~`). */
  list(dagId = '~', params: QueryParams = {}): Promise<IDagRunPage> {
    return this._http.get(`dags/${dagId === '~' ? '~' : pathOf(dagId)}/dagRuns`, params);
  }

  get(dagId: string, runId: string): Promise<IDagRun> {
    return this._http.get(this._run(dagId, runId));
  }

  counts(): Promise<IRunCounts> {
    return this._http.get('dagRunCounts');
  }

  stop(dagId: string, runId: string): Promise<IDagRun> {
    return this._http.post(`${this._run(dagId, runId)}/stop`);
  }

  /** Run the failed tasks and what follows them again. */
  async retry(dagId: string, runId: string): Promise<IDagRun> {
    const run = await this._http.post<IDagRun>(`${this._run(dagId, runId)}/retry`);
    this._http.started(dagId, runId);
    return run;
  }

  /** Run tasks of one or many runs again; with `dry_run` only tell which. */
  async clearTasks(dagId: string, body: IClearTasks): Promise<ITaskInstance[]> {
    const path = `dags/${pathOf(dagId)}/clearTaskInstances`;
    const page = await this._http.post<ITaskInstancePage>(path, body);
    if (!body.dry_run && body.dag_run_id) {
      this._http.started(dagId, body.dag_run_id);
    }
    return page.task_instances;
  }

  /** Run one task instance and no other; with `dry_run` only tell what speaks for and against it. */
  async runTask(dagId: string, runId: string, taskId: string, mapIndex: number, body: IRunTask): Promise<ITaskRun> {
    const found = await this._http.post<ITaskRun>(`${this._task(dagId, runId, taskId, mapIndex)}/run`, body);
    if (!body.dry_run) {
      this._http.started(dagId, runId);
    }
    return found;
  }

  /** Say how a run ended. */
  mark(dagId: string, runId: string, state: 'success' | 'failed'): Promise<IDagRun> {
    return this._http.patch(this._run(dagId, runId), { state });
  }

  /** The task instances that marking the run would change. */
  async previewMark(dagId: string, runId: string, state: 'success' | 'failed'): Promise<IClearedTask[]> {
    return (await this._http.post<IClearedRun>(`${this._run(dagId, runId)}/markDryRun`, { state })).task_instances;
  }

  /** Say how tasks ended; a map index of -1 means all instances of a mapped task. */
  async markTask(dagId: string, runId: string, taskId: string, mapIndex: number, body: IPatchTask): Promise<void> {
    await this._http.patch(this._task(dagId, runId, taskId, mapIndex), body);
  }

  /** The task instances that this would change. */
  async previewMarkTask(
    dagId: string,
    runId: string,
    taskId: string,
    mapIndex: number,
    body: IPatchTask
  ): Promise<ITaskInstance[]> {
    const path = `${this._task(dagId, runId, taskId, mapIndex)}/dry_run`;
    return (await this._http.patch<ITaskInstancePage>(path, body)).task_instances;
  }

  /** A new run with the same or edited parameters, on the newest code or that of the run. */
  async rerun(dagId: string, runId: string, conf?: Record<string, Json>, isNewest?: boolean): Promise<IDagRun> {
    const body = { conf: conf ?? null, run_on_latest_version: isNewest ?? null };
    const run = await this._http.post<IDagRun>(`${this._run(dagId, runId)}/rerun`, body);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  setNote(dagId: string, runId: string, note: string): Promise<IDagRun> {
    return this._http.patch(this._run(dagId, runId), { note });
  }

  async setTaskNote(dagId: string, runId: string, taskId: string, mapIndex: number, note: string): Promise<void> {
    await this._http.patch(this._task(dagId, runId, taskId, mapIndex), { note });
  }

  /** Have the run stay whatever the limits for keeping runs are, or no longer. */
  keep(dagId: string, runId: string, isKept: boolean): Promise<IDagRun> {
    return this._http.patch(this._run(dagId, runId), { is_kept: isKept });
  }

  delete(dagId: string, runId: string): Promise<void> {
    return this._http.delete(this._run(dagId, runId));
  }

  async bulk(action: 'retry' | 'stop' | 'delete', runs: readonly IRunKey[]): Promise<IBulkResult[]> {
    return (await this._http.post<{ results: IBulkResult[] }>('dagRuns/bulk', { action, runs })).results;
  }

  /** Mark many runs, queue them again, or note something on them (at most 1000); one outcome for each. */
  async change(runs: readonly IRunKey[], change: IRunChange): Promise<IOutcome[]> {
    const entities = runs.map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id, ...change }));
    const body = { actions: [{ action: 'update', entities, update_mask: Object.keys(change) }].map(skipMissing) };
    return outcomesOf(await this._http.patch<IBulkAnswer>('dags/~/dagRuns', body));
  }

  /** Say how many task instances ended (at most 1000); one outcome for each. */
  async markTasks(tasks: readonly ITaskKey[], state: 'success' | 'failed' | 'skipped'): Promise<IOutcome[]> {
    const entities = tasks.map(({ dag_id, dag_run_id, task_id, map_index }) => ({
      ...{ dag_id, dag_run_id, task_id, new_state: state },
      map_index: map_index < 0 ? null : map_index
    }));
    const body = { actions: [{ action: 'update', entities, update_mask: ['new_state'] }].map(skipMissing) };
    return outcomesOf(await this._http.patch<IBulkAnswer>('dags/~/dagRuns/~/taskInstances', body));
  }

  /** Task instances of one run or of many (`~`). */
  listTasks(dagId: string, runId: string, params: QueryParams): Promise<ITaskInstancePage> {
    return this._http.get(`dags/${orAny(dagId)}/dagRuns/${orAny(runId)}/taskInstances`, params);
  }

  async tasks(dagId: string, runId: string, params: QueryParams = {}): Promise<ITaskInstance[]> {
    return (await this.taskPage(dagId, runId, params)).task_instances;
  }

  /** Task instances of one run, or of all runs of the DAG (`~`). */
  taskPage(dagId: string, runId: string, params: QueryParams = {}): Promise<ITaskInstancePage> {
    return this._http.get(`${this._run(dagId, runId)}/taskInstances`, params);
  }

  /** The states of all tasks at once, for drawings. */
  graph(dagId: string, runId: string): Promise<IRunGraph> {
    return this._http.get(`${this._run(dagId, runId)}/graph`);
  }

  task(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<ITaskInstance> {
    return this._http.get(this._task(dagId, runId, taskId, mapIndex));
  }

  async tries(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<ITaskTry[]> {
    const page = await this._http.get<{ task_instances: ITaskTry[] }>(`${this._task(dagId, runId, taskId)}/tries`, {
      map_index: mapIndex
    });
    return page.task_instances;
  }

  /** The keys of the values that the task left for others. */
  xcoms(dagId: string, runId: string, taskId: string, params: QueryParams = {}): Promise<IXComPage> {
    return this._http.get(`${this._task(dagId, runId, taskId)}/xcomEntries`, params);
  }

  xcom(dagId: string, runId: string, taskId: string, key: string, mapIndex = -1): Promise<IXComEntry> {
    const path = `${this._task(dagId, runId, taskId)}/xcomEntries/${pathOf(key)}`;
    return this._http.get(path, { map_index: mapIndex });
  }

  /** The links that the task left for people: name and address. */
  async extraLinks(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<Record<string, string>> {
    const path = `${this._task(dagId, runId, taskId)}/links`;
    return (await this._http.get<IExtraLinks>(path, { map_index: mapIndex })).extra_links;
  }

  /** Why the task is not running, in sentences. */
  async dependencies(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<IDependency[]> {
    const path = `${this._task(dagId, runId, taskId)}/dependencies`;
    return (await this._http.get<{ dependencies: IDependency[] }>(path, { map_index: mapIndex })).dependencies;
  }

  /** A part of the log: `{offset, limit}` in bytes, `map_index` of a mapped task. */
  log(dagId: string, runId: string, taskId: string, tryNumber: number, params: QueryParams = {}): Promise<ILogChunk> {
    return this._http.get(`${this._task(dagId, runId, taskId)}/logs/${tryNumber}`, params);
  }

  /** Where in the whole log a text stands, or records of a level begin: `{text, level, start, offset, limit}`. */
  searchLog(dagId: string, runId: string, taskId: string, tryNumber: number, params: QueryParams): Promise<ILogMatches> {
    return this._http.get(`${this._task(dagId, runId, taskId)}/logs/${tryNumber}/search`, params);
  }

  notebook(dagId: string, runId: string, taskId: string, tryNumber: number, mapIndex = -1): Promise<IExecutedNotebook> {
    const params = { try_number: tryNumber, map_index: mapIndex };
    return this._http.get(`${this._task(dagId, runId, taskId)}/notebook`, params);
  }

  /** Where the whole log of a try can be downloaded. */
  logUrl(dagId: string, runId: string, taskId: string, tryNumber: number, mapIndex = -1): string {
    const path = `${this._task(dagId, runId, taskId)}/logs/${tryNumber}/file`;
    return this._http.url(path, { map_index: mapIndex });
  }

  /** Where the executed notebook of a try can be downloaded. */
  notebookUrl(dagId: string, runId: string, taskId: string, tryNumber: number, mapIndex = -1): string {
    const params = { try_number: tryNumber, map_index: mapIndex };
    return this._http.url(`${this._task(dagId, runId, taskId)}/notebook/file`, params);
  }

  /** Where an output can be downloaded. */
  outputUrl(dagId: string, runId: string, taskId: string, index: number, tryNumber?: number, mapIndex = -1): string {
    return this._http.url(`${this._task(dagId, runId, taskId)}/outputs/${index}`, {
      download: true,
      try_number: tryNumber,
      map_index: mapIndex
    });
  }

  private _run(dagId: string, runId: string): string {
    return `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}`;
  }

  private _task(dagId: string, runId: string, taskId: string, mapIndex = -1): string {
    const path = `${this._run(dagId, runId)}/taskInstances/${pathOf(taskId)}`;
    return mapIndex >= 0 ? `${path}/${mapIndex}` : path;
  }
}
