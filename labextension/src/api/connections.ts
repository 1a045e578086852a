/** Connections: how tasks reach other systems. Secrets never come back: they are `***`, and stay when that is sent. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IConnection = Schemas['Connection'];
export type IConnectionPage = Schemas['ConnectionCollection'];
export type IConnectionForm = Schemas['ConnectionBody'];
export type IConnectionTest = Schemas['ConnectionTest'];
export type IConnectionTypes = Schemas['ConnectionTypeCollection'];
export type IProvidedType = Schemas['ConnectionType'];
export type IImportedConnections = Schemas['ImportedConnections'];
export type IConnectionImport = Schemas['ConnectionImport'];

const MOST = 1000; // that the server gives at once

export class ConnectionsApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IConnectionPage> {
    return this._http.get('connections', params);
  }

  /** Every one whose id contains the text. */
  async all(text = ''): Promise<IConnection[]> {
    const found: IConnection[] = [];
    for (;;) {
      const page = await this.list({ connection_id_pattern: text, limit: MOST, offset: found.length });
      found.push(...page.connections);
      if (page.connections.length === 0 || found.length >= page.total_entries) {
        return found;
      }
    }
  }

  get(id: string, number: number): Promise<IConnection> {
    return this._http.get(`connections/${pathOf(id)}`, { number });
  }

  /** The types that installed providers bring, and whether connections may be tried out. */
  types(): Promise<IConnectionTypes> {
    return this._http.get('connectionTypes');
  }

  /** The DAGs that use one with this id, found by reading. */
  async uses(id: string): Promise<Schemas['SecretUse'][]> {
    return (await this._http.get<Schemas['SecretUseCollection']>(`connectionUses/${pathOf(id)}`)).uses;
  }

  create(connection: IConnectionForm): Promise<IConnection> {
    return this._http.post('connections', connection);
  }

  change(id: string, number: number, change: Schemas['ConnectionPatch']): Promise<IConnection> {
    return this._http.patch(`connections/${pathOf(id)}`, change, { number });
  }

  delete(id: string, number: number): Promise<void> {
    return this._http.delete(`connections/${pathOf(id)}`, { number });
  }

  /** Whether the other system answers; of a stored one the secrets need not be given. */
  test(connection: IConnectionForm, number: number): Promise<IConnectionTest> {
    return this._http.post('connections/test', { ...connection, number });
  }

  /** What importing these would do. */
  async preview(connections: Record<string, unknown>): Promise<IImportedConnections[]> {
    const path = 'connectionImports/preview';
    return (await this._http.post<Schemas['ConnectionImportPreview']>(path, { connections })).connections;
  }

  import(connections: Record<string, unknown>, existing: Schemas['Existing']): Promise<IConnectionImport> {
    return this._http.post('connectionImports', { connections, action_on_existing_key: existing });
  }
}
