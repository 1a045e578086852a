/** The REST client, one part a capability. */
import type { ServerConnection } from '@jupyterlab/services';
import { Http } from './client';
import { CodeApi } from './code';
import { DagsApi } from './dags';
import { EngineApi } from './engine';
import { NotebooksApi } from './notebooks';
import { RunsApi } from './runs';
import { SchedulesApi } from './schedules';

export { ApiError } from './client';
export type * from './types';

export interface ICoutureClient {
  readonly http: Http;
  readonly dags: DagsApi;
  readonly runs: RunsApi;
  readonly schedules: SchedulesApi;
  readonly notebooks: NotebooksApi;
  readonly engine: EngineApi;
  readonly code: CodeApi;
}

export function createClient(settings: ServerConnection.ISettings): ICoutureClient {
  const http = new Http(settings);
  return {
    http,
    dags: new DagsApi(http),
    runs: new RunsApi(http),
    schedules: new SchedulesApi(http),
    notebooks: new NotebooksApi(http),
    engine: new EngineApi(http),
    code: new CodeApi(http)
  };
}
