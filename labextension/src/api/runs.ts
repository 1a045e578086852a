/** Runs and their task instances: list, look at, stop, retry, re-run, delete; logs and notebooks of tries. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type {
  IBulkResult,
  IDagRun,
  IDagRunPage,
  IExecutedNotebook,
  ILogChunk,
  IRunCounts,
  IRunKey,
  ITaskInstance,
  ITaskInstancePage,
  Json
} from './types';

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

  /** Run the failed tasks (or the chosen ones) again. */
  clear(dagId: string, runId: string, body: Record<string, Json>): Promise<ITaskInstancePage> {
    return this._http.post(`${this._run(dagId, runId)}/clear`, body);
  }

  /** A new run with the same or edited parameters. */
  rerun(dagId: string, runId: string, conf?: Record<string, Json>): Promise<IDagRun> {
    return this._http.post(`${this._run(dagId, runId)}/rerun`, conf === undefined ? {} : { conf });
  }

  setNote(dagId: string, runId: string, note: string): Promise<IDagRun> {
    return this._http.patch(this._run(dagId, runId), { note });
  }

  delete(dagId: string, runId: string): Promise<void> {
    return this._http.delete(this._run(dagId, runId));
  }

  async bulk(action: 'retry' | 'stop' | 'delete', runs: readonly IRunKey[]): Promise<IBulkResult[]> {
    return (await this._http.post<{ results: IBulkResult[] }>('dagRuns/bulk', { action, runs })).results;
  }

  async tasks(dagId: string, runId: string, params: QueryParams = {}): Promise<ITaskInstance[]> {
    const page = await this._http.get<ITaskInstancePage>(`${this._run(dagId, runId)}/taskInstances`, params);
    return page.task_instances;
  }

  task(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<ITaskInstance> {
    return this._http.get(this._task(dagId, runId, taskId, mapIndex));
  }

  async tries(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<ITaskInstance[]> {
    const page = await this._http.get<ITaskInstancePage>(`${this._task(dagId, runId, taskId, mapIndex)}/tries`);
    return page.task_instances;
  }

  /** Why the task is not running, in sentences. */
  dependencies(dagId: string, runId: string, taskId: string, mapIndex = -1): Promise<Json> {
    return this._http.get(`${this._task(dagId, runId, taskId, mapIndex)}/dependencies`);
  }

  log(dagId: string, runId: string, taskId: string, tryNumber: number, params: QueryParams = {}): Promise<ILogChunk> {
    const { map_index: mapIndex = -1, ...rest } = params;
    return this._http.get(`${this._task(dagId, runId, taskId, -1)}/logs/${tryNumber}`, {
      ...rest,
      map_index: mapIndex
    });
  }

  notebook(dagId: string, runId: string, taskId: string, tryNumber: number, mapIndex = -1): Promise<IExecutedNotebook> {
    return this._http.get(`${this._task(dagId, runId, taskId, mapIndex)}/notebook`, { try_number: tryNumber });
  }

  /** Where an output can be downloaded. */
  outputUrl(dagId: string, runId: string, taskId: string, index: number, mapIndex = -1): string {
    return this._http.url(`${this._task(dagId, runId, taskId, mapIndex)}/outputs/${index}`, { download: 1 });
  }

  private _run(dagId: string, runId: string): string {
    return `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}`;
  }

  private _task(dagId: string, runId: string, taskId: string, mapIndex: number): string {
    const path = `${this._run(dagId, runId)}/taskInstances/${pathOf(taskId)}`;
    return mapIndex >= 0 ? `${path}/${mapIndex}` : path;
  }
}
