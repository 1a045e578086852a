/** Pools: how many tasks of a kind may run at once. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IPool = Schemas['Pool'];
export type IPoolPage = Schemas['PoolCollection'];
export type IPoolForm = Schemas['PoolBody'];
export type IPoolChange = Schemas['PoolPatch'];

const MOST = 1000;

export class PoolsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IPoolPage> {
    return this._http.get('pools', params);
  }

  /** The names of all, up to what the server gives at once. */
  async names(): Promise<string[]> {
    return (await this.list({ limit: MOST })).pools.map(({ name }) => name);
  }

  create(pool: IPoolForm): Promise<IPool> {
    return this._http.post('pools', pool);
  }

  change(name: string, change: IPoolChange): Promise<IPool> {
    return this._http.patch(`pools/${pathOf(name)}`, change);
  }

  delete(name: string): Promise<void> {
    return this._http.delete(`pools/${pathOf(name)}`);
  }
}
