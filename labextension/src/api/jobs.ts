/** Jobs: the long-lived processes and their heartbeats. */
import type { Http, QueryParams } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IJob = Schemas['Job'];
export type IJobPage = Schemas['JobCollection'];

export class JobsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IJobPage> {
    return this._http.get('jobs', params);
  }
}
