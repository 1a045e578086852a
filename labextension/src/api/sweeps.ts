/** Parameter sweeps, and what runs recorded. */
import type { Http } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ISweep = Schemas['Sweep'];
export type ISweepTable = Schemas['SweepTable'];
export type ISweepRow = Schemas['SweepRow'];
export type ISweepBody = Schemas['SweepBody'];
export type IRecordedValue = Schemas['RecordedValue'];

export class SweepsApi {
  constructor(private readonly _http: Http) {}

  async list(dagId: string): Promise<ISweep[]> {
    return (await this._http.get<Schemas['SweepCollection']>(`dags/${pathOf(dagId)}/sweeps`)).sweeps;
  }

  start(dagId: string, body: ISweepBody): Promise<ISweep> {
    return this._http.post(`dags/${pathOf(dagId)}/sweeps`, body);
  }

  table(dagId: string, sweepId: string): Promise<ISweepTable> {
    return this._http.get(`dags/${pathOf(dagId)}/sweeps/${pathOf(sweepId)}`);
  }

  pictureUrl(dagId: string, runId: string, name: string): string {
    return this._http.url(`dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/recordedPicture`, { name });
  }

  csvUrl(dagId: string, sweepId: string): string {
    return this._http.url(`dags/${pathOf(dagId)}/sweeps/${pathOf(sweepId)}/csv`);
  }

  cancel(dagId: string, sweepId: string): Promise<Schemas['CancelledSweep']> {
    return this._http.post(`dags/${pathOf(dagId)}/sweeps/${pathOf(sweepId)}/cancel`);
  }

  async recorded(dagId: string, runId: string): Promise<IRecordedValue[]> {
    const path = `dags/${pathOf(dagId)}/dagRuns/${pathOf(runId)}/recordedValues`;
    return (await this._http.get<Schemas['RecordedValueCollection']>(path)).recorded_values;
  }
}
