/** Which changes are worth a notification: ends of runs, tries that are repeated, runs that are late. Each is told once. */
import type { IChange } from '../state/changes';

export interface IToldRun {
  dagId: string;
  runId: string;
  event: 'success' | 'failure' | 'retry' | 'late';
  tryNumber?: number;
}

export class ToldRuns {
  /** The events in these changes; a run that ends again after a retry is told again. */
  of(changes: readonly IChange[]): IToldRun[] {
    const found: IToldRun[] = [];
    for (const change of changes) {
      const event = eventOf(change);
      const { dag_id: dagId, run_id: runId } = change;
      if (!dagId || !runId) {
        continue;
      }
      const key = `${dagId}\n${runId}`;
      if (change.subject === 'dag_run' && event === null) {
        this._ended.delete(key);
      } else if (event === 'retry') {
        found.push({ dagId, runId, event, tryNumber: change.try_number });
      } else if (event === 'late') {
        found.push({ dagId, runId, event });
      } else if (event !== null && this._ended.get(key) !== event) {
        this._remember(key, event);
        found.push({ dagId, runId, event });
      }
    }
    return found;
  }

  private _remember(key: string, event: string): void {
    this._ended.set(key, event);
    if (this._ended.size > MOST_REMEMBERED) {
      this._ended.delete(this._ended.keys().next().value ?? '');
    }
  }

  private readonly _ended = new Map<string, string>();
}

const MOST_REMEMBERED = 1000;

function eventOf(change: IChange): IToldRun['event'] | null {
  if (change.subject === 'notification') {
    return change.what === 'created' && change.detail?.event === 'late' ? 'late' : null;
  }
  if (change.subject === 'task_instance') {
    return change.state === 'up_for_retry' ? 'retry' : null;
  }
  if (change.subject !== 'dag_run' || change.what === 'deleted') {
    return null;
  }
  return change.state === 'success' ? 'success' : change.state === 'failed' ? 'failure' : null;
}
