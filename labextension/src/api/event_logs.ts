/** The audit log: who did what, when, from where. */
import type { Http, QueryParams } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IEventLog = Schemas['EventLog'];
export type IEventLogPage = Schemas['EventLogCollection'];

export class EventLogsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IEventLogPage> {
    return this._http.get('eventLogs', params);
  }

  /** The events that are in it. */
  async events(): Promise<string[]> {
    return (await this._http.get<Schemas['EventNames']>('eventLogs/events')).events;
  }
}
