/** Assets: what DAGs make and wait for, and its updates. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IAsset = Schemas['Asset'];
export type IAssetPage = Schemas['AssetCollection'];
export type IAssetEvent = Schemas['AssetEvent'];
export type IAssetEventPage = Schemas['AssetEventCollection'];
export type IAwaitedAsset = Schemas['AwaitedAsset'];
export type IAwaitedPartition = Schemas['AwaitedPartition'];
export type INextRunAssets = Schemas['NextRunAssets'];

export class AssetsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IAssetPage> {
    return this._http.get('assets', params);
  }

  get(id: number): Promise<IAsset> {
    return this._http.get(`assets/${id}`);
  }

  events(params: QueryParams): Promise<IAssetEventPage> {
    return this._http.get('assets/events', params);
  }

  /** The updates that started a run. */
  async startedBy(dagId: string, runId: string): Promise<IAssetEvent[]> {
    const path = `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/upstreamAssetEvents`;
    return (await this._http.get<IAssetEventPage>(path)).asset_events;
  }

  /** What the next run of a DAG waits for. */
  nextRun(dagId: string): Promise<INextRunAssets> {
    return this._http.get(`dags/${pathOf(dagId)}/assets/nextRun`);
  }

  /** Note an update by hand, of a partition if there is a key. */
  update(assetId: number, extra: Record<string, unknown>, partitionKey: string | null): Promise<IAssetEvent> {
    return this._http.post('assets/events', { asset_id: assetId, extra, partition_key: partitionKey });
  }

  /** Start the DAG that makes the asset. */
  async materialize(assetId: number): Promise<Schemas['DagRun']> {
    const run = await this._http.post<Schemas['DagRun']>(`assets/${assetId}/materialize`);
    this._http.started(run.dag_id, run.dag_run_id);
    return run;
  }

  /** Forget the updates that wait for a DAG's next run. */
  forget(dagId: string): Promise<void> {
    return this._http.delete(`dags/${pathOf(dagId)}/assets/queuedEvents`);
  }
}
