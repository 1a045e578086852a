/** What tries ran in. */
import type { Http } from './client';
import { pathOf } from './client';
import type { components } from './generated';
import type { ITaskInstance } from './types';

export type ITryEnvironment = components['schemas']['TryEnvironment'];

export class EnvironmentsApi {
  constructor(private readonly _http: Http) {}

  /** The interpreter of a try, its packages, and the limits of the job. */
  ofTry({ dag_id, dag_run_id, task_id, map_index }: ITaskInstance, tryNumber: number): Promise<ITryEnvironment> {
    const run = `dags/${pathOf(dag_id)}/dagRuns/${pathOf(dag_run_id)}`;
    return this._http.get(`${run}/taskInstances/${pathOf(task_id)}/environment`, {
      try_number: tryNumber,
      map_index
    });
  }
}
