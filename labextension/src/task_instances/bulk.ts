/** One action on many task instances: how they are grouped into requests, and the question before it. */
import type { ITaskInstance } from '../api';
import type { ICouture } from '../tokens';
import { cut, doInParts, type IOutcome } from '../ui/bulk';
import { confirmDestructive } from '../ui/dialogs';
import { errorSentence } from '../ui/errors';

export type TaskAction = 'clear' | 'success' | 'failed' | 'skipped';

/** What tells a task instance from all others. */
export type ITaskPlace = Pick<ITaskInstance, 'dag_id' | 'dag_run_id' | 'task_id' | 'map_index'>;

const AT_ONCE = 50;

/** The places by their runs: what is cleared together. */
export function byRun(places: readonly ITaskPlace[]): ITaskPlace[][] {
  const runs = new Map<string, ITaskPlace[]>();
  for (const place of places) {
    const key = JSON.stringify([place.dag_id, place.dag_run_id]);
    runs.set(key, [...(runs.get(key) ?? []), place]);
  }
  return [...runs.values()];
}

/** Ask, do it, and tell what did not work. True when it was done. */
export async function doBulk(action: TaskAction, places: readonly ITaskPlace[], couture: ICouture): Promise<boolean> {
  const { client, trans } = couture;
  if (!(await isMeant(action, places, couture))) {
    return false;
  }
  if (action === 'clear') {
    const act = (part: ITaskPlace[]): Promise<IOutcome[]> => clear(part, couture);
    return doInParts({ parts: byRun(places), size: part => part.length, act }, trans);
  }
  const act = (part: ITaskPlace[]): Promise<IOutcome[]> => client.runs.markTasks(part, action);
  return doInParts({ parts: cut(places, AT_ONCE), size: part => part.length, act }, trans);
}

/** Clear tasks of one run; what the server refuses is their outcome. */
async function clear(part: readonly ITaskPlace[], { client, trans }: ICouture): Promise<IOutcome[]> {
  const [{ dag_id: dagId, dag_run_id: runId }] = part;
  const names = part.map(({ task_id, map_index }) => (map_index < 0 ? task_id : [task_id, map_index]));
  try {
    await client.runs.clearTasks(dagId, {
      dry_run: false,
      dag_run_id: runId,
      task_ids: names,
      only_failed: false,
      only_running: false,
      reset_dag_runs: true,
      include_upstream: false,
      include_downstream: false,
      include_past: false,
      include_future: false,
      include_dependent_dags: false,
      prevent_running_task: false
    });
    return part.map(() => ({ ok: true, detail: '' }));
  } catch (reason) {
    return part.map(() => ({ ok: false, detail: errorSentence(reason, trans) }));
  }
}

function isMeant(action: TaskAction, places: readonly ITaskPlace[], { trans }: ICouture): Promise<boolean> {
  const [count, runs] = [places.length, byRun(places).length];
  const ofRuns = trans._n('They are of %1 run.', 'They are of %1 runs.', runs);
  if (action === 'clear') {
    return confirmDestructive(
      {
        title: trans._n('Clear %1 task instance?', 'Clear %1 task instances?', count),
        sentences: [ofRuns, trans.__('These run again, and no others: what comes after them stays as it is.')],
        action: trans.__('Clear')
      },
      trans
    );
  }
  const states = { success: trans.__('success'), failed: trans.__('failed'), skipped: trans.__('skipped') };
  return confirmDestructive(
    {
      title: trans._n('Mark %1 task instance?', 'Mark %1 task instances?', count),
      sentences: [ofRuns, trans.__('They count as %1. What runs of them is ended.', states[action])],
      action: trans.__('Mark')
    },
    trans
  );
}
