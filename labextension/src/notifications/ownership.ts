/** Whose run it is: started in this tab, by this person, or by somebody else. */
import type { ICoutureClient, IDagRun } from '../api';

export type Scope = 'here' | 'mine' | 'all';

/** Knows the runs that this tab started. */
export class Ownership {
  constructor(
    private readonly _client: Pick<ICoutureClient, 'runs' | 'schedules'>,
    private readonly _userName: () => string | undefined
  ) {}

  /** This tab started the run. */
  startedHere(dagId: string, runId: string): void {
    this._here.add(`${dagId}\n${runId}`);
  }

  /** Whether a person who chose `scope` wants to hear of the run. */
  async isWithin(scope: Scope, dagId: string, runId: string): Promise<boolean> {
    if (scope === 'all' || this._here.has(`${dagId}\n${runId}`)) {
      return true;
    }
    return scope === 'mine' && this._isMine(await this._client.runs.get(dagId, runId));
  }

  /** Started by this person anywhere, or by a schedule that this person made. */
  private async _isMine(run: IDagRun): Promise<boolean> {
    const me = this._userName();
    if (run.triggering_user_name) {
      return run.triggering_user_name === me;
    }
    return run.kind === 'notebook_schedule' && (await this._client.schedules.get(run.dag_id)).created_by === me;
  }

  private readonly _here = new Set<string>();
}
