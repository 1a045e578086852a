/** What tasks keep over their tries, and with assets over runs. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ITaskState = Schemas['TaskStateStoreResponse'];
export type ITaskStatePage = Schemas['TaskStateStoreCollectionResponse'];
export type IAssetState = Schemas['AssetStateStoreResponse'];
export type IAssetStatePage = Schemas['AssetStateStoreCollectionResponse'];

export class StateStoresApi {
  constructor(private readonly _http: Http) {}

  /** What a task instance keeps, by key. */
  ofTask(
    dagId: string,
    runId: string,
    taskId: string,
    params: QueryParams & { map_index: number }
  ): Promise<ITaskStatePage> {
    const run = `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}`;
    return this._http.get(`${run}/taskInstances/${pathOf(taskId)}/state-store`, params);
  }

  /** What is kept with an asset, by key. */
  ofAsset(assetId: number, params: QueryParams): Promise<IAssetStatePage> {
    return this._http.get(`assets/${assetId}/state-store`, params);
  }
}
