/** DAGs: list, look at, switch, trigger, delete. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type {
  DagBulkAction,
  IDagBulkResult,
  IDagDetails,
  IDagRun,
  IDagSource,
  IDagStructure,
  IDagSummaryPage,
  IDagVersion,
  IImportError,
  IImportErrorPage,
  IMissedRun,
  INextRuns,
  ITask,
  ITriggerBody,
  Json
} from './types';

export class DagsApi {
  constructor(private readonly _http: Http) {}

  /** DAGs and schedules with their last runs. */
  summaries(params: QueryParams = {}): Promise<IDagSummaryPage> {
    return this._http.get('dagSummaries', params);
  }

  details(dagId: string): Promise<IDagDetails> {
    return this._http.get(`dags/${pathOf(dagId)}/details`);
  }

  async tags(): Promise<string[]> {
    return (await this._http.get<{ tags: string[] }>('dagTags')).tags;
  }

  /** Who owns DAGs; each once. */
  async owners(): Promise<string[]> {
    return (await this._http.get<{ owners: string[] }>('dagOwners')).owners;
  }

  /** Do the same to many DAGs (at most 1000). */
  async bulk(action: DagBulkAction, dagIds: readonly string[]): Promise<IDagBulkResult[]> {
    const body = { action, dag_ids: dagIds };
    return (await this._http.post<{ results: IDagBulkResult[] }>('dagSummaries/bulk', body)).results;
  }

  source(dagId: string, versionNumber?: number): Promise<IDagSource> {
    return this._http.get(`dagSources/${pathOf(dagId)}`, { version_number: versionNumber });
  }

  /** The tasks and task groups for drawings; without a version, the newest. */
  structure(dagId: string, versionNumber?: number): Promise<IDagStructure> {
    return this._http.get(`dags/${pathOf(dagId)}/structure`, { version_number: versionNumber });
  }

  async tasks(dagId: string): Promise<ITask[]> {
    return (await this._http.get<{ tasks: ITask[] }>(`dags/${pathOf(dagId)}/tasks`)).tasks;
  }

  async versions(dagId: string): Promise<IDagVersion[]> {
    return (await this._http.get<{ dag_versions: IDagVersion[] }>(`dags/${pathOf(dagId)}/dagVersions`)).dag_versions;
  }

  async missedRuns(dagId: string): Promise<IMissedRun[]> {
    return (await this._http.get<{ missed_runs: IMissedRun[] }>(`dags/${pathOf(dagId)}/missedRuns`)).missed_runs;
  }

  nextRuns(dagId: string): Promise<INextRuns> {
    return this._http.get(`dags/${pathOf(dagId)}/nextRuns`);
  }

  async importErrors(): Promise<IImportError[]> {
    return (await this.importErrorPage()).import_errors;
  }

  importErrorPage(params: QueryParams = {}): Promise<IImportErrorPage> {
    return this._http.get('importErrors', params);
  }

  /** Make it one of the person's favourites, or take it out of them. */
  async setFavorite(dagId: string, isFavorite: boolean): Promise<void> {
    await this._http.post(`dags/${pathOf(dagId)}/${isFavorite ? 'favorite' : 'unfavorite'}`);
  }

  /** Switch a DAG off or on. */
  async setPaused(dagId: string, isPaused: boolean): Promise<void> {
    await this._http.patch(`dags/${pathOf(dagId)}`, { is_paused: isPaused });
  }

  /** Start a run. */
  async trigger(dagId: string, conf: Record<string, Json> = {}, partitionKey: string | null = null): Promise<IDagRun> {
    const body = { logical_date: null, conf, note: null, ...(partitionKey !== null && { partition_key: partitionKey }) };
    const run = await this._http.post<IDagRun>(`dags/${pathOf(dagId)}/dagRuns`, body);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  /** Start a run with values, dates, a note. */
  async triggerWith(dagId: string, body: ITriggerBody): Promise<IDagRun> {
    const run = await this._http.post<IDagRun>(`dags/${pathOf(dagId)}/dagRuns`, body);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  delete(dagId: string): Promise<void> {
    return this._http.delete(`dags/${pathOf(dagId)}`);
  }
}
