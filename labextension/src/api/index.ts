/** The REST client, one part a capability. */
import type { ServerConnection } from '@jupyterlab/services';
import { Http } from './client';
import { AssetsApi } from './assets';
import { BackfillsApi } from './backfills';
import { CanvasApi } from './canvas';
import { CellsApi } from './cells';
import { CodeApi } from './code';
import { CodeBricksApi } from './code_bricks';
import { ComparisonsApi } from './comparisons';
import { DagFilesApi } from './dag_files';
import { ConnectionsApi } from './connections';
import { DagViewsApi } from './dag_views';
import { DagsApi } from './dags';
import { EnvironmentsApi } from './environments';
import { EngineApi } from './engine';
import { FailuresApi } from './failures';
import { HumanInputApi } from './human_input';
import { KernelsApi } from './kernels';
import { LatenessApi } from './lateness';
import { EventLogsApi } from './event_logs';
import { ImportsApi } from './imports';
import { NotebookDagsApi } from './notebook_dags';
import { JobsApi } from './jobs';
import { NotebooksApi } from './notebooks';
import { NotificationsApi } from './notifications';
import { PoolsApi } from './pools';
import { LoginSettingsApi } from './login_settings';
import { RolesApi, UsersApi } from './users';
import { RetentionApi } from './retention';
import { RunsApi } from './runs';
import { SchedulesApi } from './schedules';
import { SecretsApi } from './secrets';
import { StateStoresApi } from './state_stores';
import { SweepsApi } from './sweeps';
import { TriggerTokensApi } from './trigger_tokens';
import { VariablesApi } from './variables';
import { XComsApi } from './xcoms';
import { ConfigurationApi } from './configuration';

export { ApiError } from './client';
export type * from './assets';
export type * from './code_bricks';
export type * from './backfills';
export type * from './canvas';
export type * from './dag_views';
export type * from './dag_files';
export type * from './connections';
export type * from './environments';
export type * from './event_logs';
export type * from './human_input';
export type * from './imports';
export type * from './jobs';
export type * from './lateness';
export type * from './pools';
export type * from './login_settings';
export type * from './users';
export type * from './notebook_dags';
export type * from './state_stores';
export type * from './sweeps';
export type * from './trigger_tokens';
export type * from './variables';
export type * from './xcoms';
export type * from './configuration';
export type * from './notifications';
export type * from './types';

export interface ICoutureClient {
  readonly http: Http;
  readonly dags: DagsApi;
  readonly dagViews: DagViewsApi;
  readonly dagFiles: DagFilesApi;
  readonly canvas: CanvasApi;
  readonly runs: RunsApi;
  readonly schedules: SchedulesApi;
  readonly imports: ImportsApi;
  readonly sweeps: SweepsApi;
  readonly assets: AssetsApi;
  readonly backfills: BackfillsApi;
  readonly triggerTokens: TriggerTokensApi;
  readonly notebookDags: NotebookDagsApi;
  readonly notebooks: NotebooksApi;
  readonly notifications: NotificationsApi;
  readonly humanInput: HumanInputApi;
  readonly lateness: LatenessApi;
  readonly engine: EngineApi;
  readonly eventLogs: EventLogsApi;
  readonly jobs: JobsApi;
  readonly kernels: KernelsApi;
  readonly code: CodeApi;
  readonly codeBricks: CodeBricksApi;
  readonly environments: EnvironmentsApi;
  readonly secrets: SecretsApi;
  readonly retention: RetentionApi;
  readonly cells: CellsApi;
  readonly failures: FailuresApi;
  readonly comparisons: ComparisonsApi;
  readonly stateStores: StateStoresApi;
  readonly variables: VariablesApi;
  readonly pools: PoolsApi;
  readonly users: UsersApi;
  readonly roles: RolesApi;
  readonly loginSettings: LoginSettingsApi;
  readonly connections: ConnectionsApi;
  readonly xcoms: XComsApi;
  readonly configuration: ConfigurationApi;
}

export function createClient(settings: ServerConnection.ISettings): ICoutureClient {
  const http = new Http(settings);
  return {
    http,
    dags: new DagsApi(http),
    dagViews: new DagViewsApi(http),
    dagFiles: new DagFilesApi(http),
    canvas: new CanvasApi(http),
    runs: new RunsApi(http),
    schedules: new SchedulesApi(http),
    imports: new ImportsApi(http),
    sweeps: new SweepsApi(http),
    assets: new AssetsApi(http),
    backfills: new BackfillsApi(http),
    triggerTokens: new TriggerTokensApi(http),
    notebookDags: new NotebookDagsApi(http),
    notebooks: new NotebooksApi(http),
    notifications: new NotificationsApi(http),
    humanInput: new HumanInputApi(http),
    lateness: new LatenessApi(http),
    engine: new EngineApi(http),
    eventLogs: new EventLogsApi(http),
    jobs: new JobsApi(http),
    kernels: new KernelsApi(http),
    code: new CodeApi(http),
    codeBricks: new CodeBricksApi(http),
    environments: new EnvironmentsApi(http),
    secrets: new SecretsApi(http),
    retention: new RetentionApi(http),
    cells: new CellsApi(http),
    failures: new FailuresApi(http),
    comparisons: new ComparisonsApi(http),
    stateStores: new StateStoresApi(http),
    variables: new VariablesApi(http),
    pools: new PoolsApi(http),
    users: new UsersApi(http),
    roles: new RolesApi(http),
    loginSettings: new LoginSettingsApi(http),
    connections: new ConnectionsApi(http),
    xcoms: new XComsApi(http),
    configuration: new ConfigurationApi(http)
  };
}
