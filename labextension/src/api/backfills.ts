/** Backfills. */
import type { Http } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IBackfill = Schemas['Backfill'];
export type IBackfillBody = Schemas['BackfillBody'];
export type IBackfillDay = Schemas['BackfillDay'];
export type IBackfillDays = Schemas['BackfillDayCollection'];
export type IBackfillPlan = Schemas['DryRunBackfill'];
export type IPlannedDay = Schemas['DryRunDay'];

export class BackfillsApi {
  constructor(private readonly _http: Http) {}

  list(dagId: string, limit: number): Promise<Schemas['BackfillCollection']> {
    return this._http.get('backfills', { dag_id: dagId, limit });
  }

  get(id: number): Promise<IBackfill> {
    return this._http.get(`backfills/${id}`);
  }

  days(id: number, page: { limit: number; offset: number }): Promise<IBackfillDays> {
    return this._http.get(`backfills/${id}/days`, page);
  }

  create(body: IBackfillBody): Promise<IBackfill> {
    return this._http.post('backfills', body);
  }

  dryRun(body: IBackfillBody): Promise<IBackfillPlan> {
    return this._http.post('backfills/dry_run', body);
  }

  change(id: number, what: 'pause' | 'unpause' | 'cancel'): Promise<IBackfill> {
    return this._http.put(`backfills/${id}/${what}`);
  }
}
