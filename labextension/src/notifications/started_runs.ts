/** Remembers the runs that this page started until they have ended. */
import type { IStartedRun } from '../api/client';
import type { IChange } from '../state/changes';

export interface IEndedRun {
  run: IStartedRun;
  state: 'success' | 'failed';
}

export class StartedRuns {
  add(run: IStartedRun): void {
    this._runs.set(keyOf(run.dagId, run.runId), run);
  }

  /** Which of them ended with these changes; each is told once. */
  ended(changes: readonly IChange[]): IEndedRun[] {
    const ended: IEndedRun[] = [];
    for (const change of changes) {
      const key = keyOf(change.dag_id, change.run_id);
      const run = this._runs.get(key);
      if (run && change.subject === 'dag_run' && (change.state === 'success' || change.state === 'failed')) {
        this._runs.delete(key);
        ended.push({ run, state: change.state });
      }
    }
    return ended;
  }

  private readonly _runs = new Map<string, IStartedRun>();
}

function keyOf(dagId: string | undefined, runId: string | undefined): string {
  return `${dagId}\n${runId}`;
}
