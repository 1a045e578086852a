/** Two runs beside each other. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];

export type IComparison = Schemas['Comparison'];
export type IComparedCell = Schemas['ComparedCell'];
export type IComparedRun = Schemas['ComparedRun'];
export type IComparedValue = Schemas['ComparedValue'];

export class ComparisonsApi {
  constructor(private readonly _http: Http) {}

  /** From another run (`other_dag_id`, `other_dag_run_id`; by default the last good one) to this one. */
  get(dagId: string, runId: string, params: QueryParams = {}): Promise<IComparison> {
    return this._http.get(`dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/comparison`, params);
  }
}
