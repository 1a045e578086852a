/** XComs: values that tasks leave for others. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IXComName = Schemas['XCom'];
export type IXComNamePage = Schemas['XComCollection'];
export type IXComWithValue = Schemas['XComEntry'];

export class XComsApi {
  constructor(private readonly _http: Http) {}

  /** Over all DAGs, the newest run first; without their values. */
  list(params: QueryParams): Promise<IXComNamePage> {
    return this._http.get('dags/~/dagRuns/~/taskInstances/~/xcomEntries', params);
  }

  get(name: IXComName): Promise<IXComWithValue> {
    return this._http.get(path(name), { map_index: name.map_index });
  }

  delete(name: IXComName): Promise<void> {
    return this._http.delete(path(name), { map_index: name.map_index });
  }
}

function path({ dag_id, run_id, task_id, key }: IXComName): string {
  return `dags/${pathOf(dag_id)}/dagRuns/${pathOf(run_id)}/taskInstances/${pathOf(task_id)}/xcomEntries/${pathOf(key)}`;
}
