/** The audit log: who did what, when, from where. */
import type { Http, QueryParams } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IEventLog = Schemas['EventLog'];
export type IAuditVerdict = Schemas['AuditVerdict'];
export type IUserActivity = Schemas['UserActivity'];
export type IEventLogPage = Schemas['EventLogCollection'];

export class EventLogsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IEventLogPage> {
    return this._http.get('eventLogs', params);
  }

  /** Whether each entry is as it was sealed: `onVerdict` hears what is known after each part. False: `signal` stopped it. */
  verify(noted: string, signal: AbortSignal, onVerdict: (verdict: IAuditVerdict) => void): Promise<boolean> {
    return this._http.lines('eventLogs/verification', { noted }, signal, onVerdict);
  }

  /** What each person did in the last days, who did something last first. */
  activity(days: number, limit: number, offset: number): Promise<Schemas['UserStatistics']> {
    return this._http.get('userStatistics', { days, limit, offset });
  }

  /** The events that are in it. */
  async events(): Promise<string[]> {
    return (await this._http.get<Schemas['EventNames']>('eventLogs/events')).events;
  }
}
