/** What the cells of notebooks took, and when running notebooks will end. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];

export type ICellHistory = Schemas['CellHistory'];
export type ICellOfRun = Schemas['CellOfRun'];
export type ICellPoint = Schemas['CellPoint'];
export type IEta = Schemas['Eta'];

export class CellsApi {
  constructor(private readonly _http: Http) {}

  /** The cells of one run (`dag_run_id`, `try_number`; the newest by default) with those of earlier runs. */
  history(dagId: string, taskId: string, params: QueryParams = {}): Promise<ICellHistory> {
    return this._http.get(`dags/${pathOf(dagId)}/tasks/${pathOf(taskId)}/cellHistory`, params);
  }

  /** When a run is expected to end. */
  eta(dagId: string, runId: string): Promise<IEta> {
    return this._http.get(`dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/eta`);
  }
}
