/** One action on many task instances: the question before it, and the requests that it makes. */
import type { ICouture } from '../tokens';
import { cut, doInParts, type IOutcome } from '../ui/bulk';
import { confirmDestructive } from '../ui/dialogs';
import { errorSentence } from '../ui/errors';
import { askToClear, clearing } from './ClearMany';
import { byRun, type ITaskPlace } from './places';

export type TaskAction = 'clear' | 'success' | 'failed' | 'skipped';

const AT_ONCE = 50;

/** Ask, do it, and tell what did not work. True when it was done. */
export async function doBulk(action: TaskAction, places: readonly ITaskPlace[], couture: ICouture): Promise<boolean> {
  const { client, trans } = couture;
  if (action === 'clear') {
    const hasDownstream = await askToClear(places, couture);
    const act = (part: ITaskPlace[]): Promise<IOutcome[]> => clear(part, hasDownstream === true, couture);
    return hasDownstream !== null && doInParts({ parts: byRun(places), size: part => part.length, act }, trans);
  }
  if (!(await isMeant(action, places, couture))) {
    return false;
  }
  const act = (part: ITaskPlace[]): Promise<IOutcome[]> => client.runs.markTasks(part, action);
  return doInParts({ parts: cut(places, AT_ONCE), size: part => part.length, act }, trans);
}

/** Clear tasks of one run; what the server refuses is their outcome. */
async function clear(part: readonly ITaskPlace[], hasDownstream: boolean, { client, trans }: ICouture): Promise<IOutcome[]> {
  try {
    await client.runs.clearTasks(part[0].dag_id, clearing(part, hasDownstream, false));
    return part.map(() => ({ ok: true, detail: '' }));
  } catch (reason) {
    return part.map(() => ({ ok: false, detail: errorSentence(reason, trans) }));
  }
}

function isMeant(
  action: Exclude<TaskAction, 'clear'>,
  places: readonly ITaskPlace[],
  { trans }: ICouture
): Promise<boolean> {
  const [count, runs] = [places.length, byRun(places).length];
  const ofRuns = trans._n('They are of %1 run.', 'They are of %1 runs.', runs);
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
