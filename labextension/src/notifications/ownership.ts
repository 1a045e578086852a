/** Whose run it is: started in this tab, by this person, or by somebody else. */
import type { ICoutureClient, IDagRun } from '../api';

export type Scope = 'here' | 'mine' | 'all';

/** How a run concerns a person. Nobody started an `isAutomatic` one by hand: a schedule, a file, a sweep did. */
export interface IConcern {
  isWanted: boolean;
  isAutomatic: boolean;
}

/** `origin` of runs that a person started. */
const BY_HAND = ['rest_api', 'cli'];

/** Knows the runs that this tab started, and asks about others. */
export class Ownership {
  constructor(private readonly _client: Pick<ICoutureClient, 'runs' | 'schedules' | 'engine'>) {}

  /** This tab started the run. */
  startedHere(dagId: string, runId: string): void {
    this._here.add(`${dagId}\n${runId}`);
  }

  /** How the run concerns a person who chose `scope`. */
  async concern(scope: Scope, dagId: string, runId: string): Promise<IConcern> {
    if (this._here.has(`${dagId}\n${runId}`)) {
      return { isWanted: true, isAutomatic: false };
    }
    if (scope === 'here') {
      return { isWanted: false, isAutomatic: true };
    }
    const run = await this._client.runs.get(dagId, runId);
    const isAutomatic = !BY_HAND.includes(run.origin ?? '');
    return { isWanted: scope === 'all' || (await this._isMine(run, isAutomatic)), isAutomatic };
  }

  /** Started by this person anywhere (a sweep too), or automatically by a schedule that this person made. */
  private async _isMine(run: IDagRun, isAutomatic: boolean): Promise<boolean> {
    const me = await this._me();
    if (run.triggering_user_name === me || !isAutomatic) {
      return run.triggering_user_name === me;
    }
    return run.kind === 'notebook_schedule' && (await this._client.schedules.get(run.dag_id)).created_by === me;
  }

  /** The name by which the server knows this person. Jupyter's identity has another one for whoever has only a token. */
  private async _me(): Promise<string> {
    this._name ??= (await this._client.engine.workspace()).user;
    return this._name;
  }

  private readonly _here = new Set<string>();
  private _name: string | undefined;
}
