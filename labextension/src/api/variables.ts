/** Variables: named values for tasks. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type ISecretUse = Schemas['SecretUse'];
export type IVariable = Schemas['Variable'];
export type IVariablePage = Schemas['VariableCollection'];
export type IVariableChange = Schemas['VariablePatch'];
export type IImportedVariable = Schemas['ImportedVariable'];
export type IImportOutcome = Schemas['VariableImport'];
export type Existing = Schemas['Existing'];

/** What became of each of several things. */
export interface IBulkOutcome {
  done: readonly string[];
  problems: readonly string[];
}

const MOST = 1000; // that the server gives or takes at once

export class VariablesApi {
  constructor(private readonly _http: Http) {}

  list(params: QueryParams): Promise<IVariablePage> {
    return this._http.get('variables', params);
  }

  /** Every one whose key contains the text. */
  async all(text = ''): Promise<IVariable[]> {
    const found: IVariable[] = [];
    for (;;) {
      const page = await this.list({ variable_key_pattern: text, limit: MOST, offset: found.length });
      found.push(...page.variables);
      if (page.variables.length === 0 || found.length >= page.total_entries) {
        return found;
      }
    }
  }

  get(key: string): Promise<IVariable> {
    return this._http.get(`variables/${pathOf(key)}`);
  }

  /** The DAGs that use it, found by reading. */
  async uses(key: string): Promise<ISecretUse[]> {
    return (await this._http.get<Schemas['SecretUseCollection']>(`variableUses/${pathOf(key)}`)).uses;
  }

  create(key: string, value: string, description: string): Promise<IVariable> {
    return this._http.post('variables', { key, value, description: description || null });
  }

  change(key: string, change: IVariableChange): Promise<IVariable> {
    return this._http.patch(`variables/${pathOf(key)}`, change);
  }

  /** Delete these; one that is gone already is no problem. */
  async delete(keys: readonly string[]): Promise<IBulkOutcome> {
    const actions = [{ action: 'delete', entities: keys, action_on_non_existence: 'skip' }];
    const { delete: told } = await this._http.patch<Schemas['BulkAnswer']>('variables', { actions });
    return { done: told?.success ?? [], problems: (told?.errors ?? []).map(each => String(each.error)) };
  }

  /** What importing these would do. */
  async preview(variables: Record<string, unknown>): Promise<IImportedVariable[]> {
    const answer = await this._http.post<Schemas['VariableImportPreview']>('variableImports/preview', { variables });
    return answer.variables;
  }

  import(variables: Record<string, unknown>, existing: Existing): Promise<IImportOutcome> {
    return this._http.post('variableImports', { variables, action_on_existing_key: existing });
  }
}
