/** How long runs are kept. */
import type { Http } from './client';
import { pathOf } from './client';
import type { IRetention } from './types';

export class RetentionApi {
  constructor(private readonly _http: Http) {}

  get(dagId: string): Promise<IRetention> {
    return this._http.get(`dags/${pathOf(dagId)}/retention`);
  }
}
