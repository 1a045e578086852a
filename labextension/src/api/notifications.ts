/** Messages about runs: who was told what, send again, test; and the newest runs of the notebooks of a folder. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type INotification = Schemas['Notification'];
export type INotifyRule = Schemas['NotifyRule'];
export type ITestResult = Schemas['TestResult'];
export type INotebookState = Schemas['NotebookState'];

export class NotificationsApi {
  constructor(private readonly _http: Http) {}

  /** The messages about one run, the newest first. */
  async ofRun(dagId: string, runId: string): Promise<INotification[]> {
    const params = { dag_id: dagId, dag_run_id: runId, limit: 100 };
    return (await this._http.get<Schemas['NotificationCollection']>('notifications', params)).notifications;
  }

  /** Try a message that did not get through again. */
  sendAgain(id: number): Promise<INotification> {
    return this._http.post(`notifications/${id}/send`);
  }

  /** Send a test message to each recipient; what became of each. */
  async test(channel: INotifyRule['channel'], to: readonly string[]): Promise<ITestResult[]> {
    return (await this._http.post<Schemas['TestResults']>('notifications/test', { channel, to })).results;
  }

  /** The notebooks of a folder that have run, each with its newest run. */
  async notebookStates(folder: string): Promise<INotebookState[]> {
    const found = await this._http.get<Schemas['NotebookStateCollection']>('notebookStates', { folder });
    return found.notebook_states;
  }
}
