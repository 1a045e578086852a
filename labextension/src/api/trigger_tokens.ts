/** What starts a DAG besides the clock: files, other DAGs, and programs that hold a token. */
import { URLExt } from '@jupyterlab/coreutils';
import type { Http } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IDagTriggers = Schemas['DagTriggers'];
export type ITriggerToken = Schemas['TriggerToken'];
export type INewTriggerToken = Schemas['NewTriggerToken'];

export class TriggerTokensApi {
  constructor(private readonly _http: Http) {}

  triggers(dagId: string): Promise<IDagTriggers> {
    return this._http.get(`dags/${pathOf(dagId)}/triggers`);
  }

  async list(dagId: string): Promise<ITriggerToken[]> {
    const path = `dags/${pathOf(dagId)}/triggerTokens`;
    return (await this._http.get<Schemas['TriggerTokenCollection']>(path)).trigger_tokens;
  }

  create(dagId: string, name: string, expiresAt: string | null): Promise<INewTriggerToken> {
    return this._http.post(`dags/${pathOf(dagId)}/triggerTokens`, { name, expires_at: expiresAt });
  }

  revoke(dagId: string, id: number): Promise<void> {
    return this._http.delete(`dags/${pathOf(dagId)}/triggerTokens/${id}`);
  }

  /** Where a program posts to run the DAG. */
  address(dagId: string): string {
    return new URL(URLExt.join(this._http.settings.baseUrl, 'couture/hooks', pathOf(dagId)), window.location.href).href;
  }
}
