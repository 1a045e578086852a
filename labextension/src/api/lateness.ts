/** What came too late in a run, and the callbacks that the engine had called for it. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ISlaMiss = Schemas['SlaMiss'];
export type ISlaMissPage = Schemas['SlaMissCollection'];
export type IDeadline = Schemas['Deadline'];
export type ICallback = Schemas['Callback'];

const LIMIT = 100;

export class LatenessApi {
  constructor(private readonly _http: Http) {}

  /** SLAs that were missed, the newest first. */
  slas(params: QueryParams): Promise<ISlaMissPage> {
    return this._http.get('slas', params);
  }

  /** Note why an SLA was missed. */
  describe(miss: ISlaMiss, description: string): Promise<ISlaMiss> {
    const path = pathOf('slas', miss.dag_id, miss.task_id);
    return this._http.patch(path, { logical_date: miss.logical_date, description });
  }

  /** The SLAs that tasks of a run missed. */
  async slasOf(dagId: string, runId: string): Promise<ISlaMiss[]> {
    const params = { dag_id: dagId, dag_run_id: runId, limit: LIMIT };
    return (await this.slas(params)).slas;
  }

  /** The deadlines that a run has not met. */
  async deadlinesOf(dagId: string, runId: string): Promise<IDeadline[]> {
    return (await this._http.get<Schemas['DeadlineCollection']>(`${this._run(dagId, runId)}/deadlines`)).deadlines;
  }

  /** The callbacks of a run. */
  async callbacksOf(dagId: string, runId: string): Promise<ICallback[]> {
    const path = `${this._run(dagId, runId)}/callbacks`;
    return (await this._http.get<Schemas['CallbackCollection']>(path, { limit: LIMIT })).callbacks;
  }

  /** The end of what a callback wrote. */
  async logOf(callback: ICallback, bytes: number): Promise<string> {
    const path = `${this._run(callback.dag_id, callback.dag_run_id)}/callbacks/${callback.id}/logs`;
    return (await this._http.get<Schemas['LogWindow']>(path, { offset: -bytes, limit: bytes })).content;
  }

  private _run(dagId: string, runId: string): string {
    return pathOf('dags', dagId, 'dagRuns', runId);
  }
}
