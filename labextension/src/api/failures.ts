/** Failures, the same ones counted together. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';
import type { ITaskInstance } from './types';

type Schemas = components['schemas'];

export type IFailure = Schemas['Failure'];
export type IFailedTry = Schemas['FailedTry'];
export type IFailurePage = Schemas['FailureCollection'];
export type IFailureTries = Schemas['FailureTries'];

export class FailuresApi {
  constructor(private readonly _http: Http) {}

  /** Failures of a DAG (`dag_id`) or of all, seen in the last `days`. */
  list(params: QueryParams = {}): Promise<IFailurePage> {
    return this._http.get('failures', params);
  }

  /** One failure and its newest tries. */
  get(fingerprint: string, params: QueryParams = {}): Promise<IFailureTries> {
    return this._http.get(`failures/${pathOf(fingerprint)}`, params);
  }

  /** The failure that a try ended with; null when it did not fail. */
  async ofTry(task: ITaskInstance, tryNumber: number): Promise<IFailure | null> {
    const path = `dags/${pathOf(task.dag_id)}/dagRuns/${pathOf(task.dag_run_id)}/taskInstances/${pathOf(task.task_id)}`;
    const params = { try_number: tryNumber, map_index: task.map_index };
    return (await this._http.get<{ failure: IFailure | null }>(`${path}/failure`, params)).failure;
  }
}
