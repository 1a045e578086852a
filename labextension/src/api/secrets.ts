/** What secrets are called, and new ones; never their values. */
import type { Http } from './client';
import { ApiError } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];

const MOST = 1000; // names that a list offers

export class SecretsApi {
  constructor(private readonly _http: Http) {}

  /** As forms name them; nothing for those who may not see variables or connections. */
  async names(): Promise<string[]> {
    const [variables, connections] = await Promise.all([
      allowed(this._http.get<Schemas['VariableCollection']>('variables', { limit: MOST })),
      allowed(this._http.get<Schemas['ConnectionCollection']>('connections', { limit: MOST }))
    ]);
    return [
      ...(variables?.variables.map(each => `variable:${each.key}`) ?? []),
      // Several connections may have one id.
      ...new Set(connections?.connections.flatMap(namesOf) ?? [])
    ];
  }

  /** Keep a value under a key that is not taken. */
  async keep(key: string, value: string): Promise<void> {
    await this._http.post('variables', { key, value });
  }
}

function namesOf(connection: Schemas['Connection']): string[] {
  const whole = `connection:${connection.connection_id}`;
  return connection.password === null ? [whole] : [`${whole}.password`, whole];
}

async function allowed<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (reason) {
    if (reason instanceof ApiError && reason.status === 403) {
      return null;
    }
    throw reason;
  }
}
