/** One action on many runs: which of them it is for, the question before it, and what came of it. */
import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRunKey } from '../api';
import type { ICouture } from '../tokens';
import { cut, doInParts, type IOutcome } from '../ui/bulk';
import { type IConfirmation, confirmDestructive } from '../ui/dialogs';

export type BulkAction = 'retry' | 'clear' | 'success' | 'failed' | 'note' | 'stop' | 'delete';

/** How many runs one request is for. */
const AT_ONCE = 50;

/** The runs that an action can do something with. */
export function fitting<Run extends { state: string }>(action: BulkAction, runs: Iterable<Run>): Run[] {
  const isActive = (run: Run): boolean => run.state === 'running' || run.state === 'queued';
  return [...runs].filter(run => {
    switch (action) {
      case 'stop':
        return isActive(run);
      case 'retry':
        return run.state === 'failed';
      case 'delete':
        return !isActive(run);
      case 'success':
      case 'failed':
        return run.state !== action;
      default:
        return true;
    }
  });
}

/** Why an action cannot be done with the selected runs; null when it can. */
export function whyNot(action: BulkAction, fits: number, trans: TranslationBundle): string | null {
  if (fits > 0) {
    return null;
  }
  const reasons: Partial<Record<BulkAction, string>> = {
    retry: trans.__('None of the selected runs has failed.'),
    stop: trans.__('None of the selected runs is active.'),
    delete: trans.__('None of the selected runs has ended. Stop them first.'),
    success: trans.__('All selected runs have succeeded.'),
    failed: trans.__('All selected runs have failed.')
  };
  return reasons[action] ?? trans.__('No run is selected.');
}

/** Ask if need be, do it, and tell what did not work. True when it was done. */
export async function doBulk(action: BulkAction, runs: readonly IRunKey[], couture: ICouture): Promise<boolean> {
  const { client, trans } = couture;
  const keys = runs.map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id }));
  let act: (part: IRunKey[]) => Promise<readonly IOutcome[]>;
  if (action === 'note') {
    const note = await askForNote(runs.length, trans);
    if (note === null) {
      return false;
    }
    act = part => client.runs.change(part, { note });
  } else {
    const asked = question(action, runs.length, trans);
    if (asked && !(await confirmDestructive(asked, trans))) {
      return false;
    }
    if (action === 'retry' || action === 'stop' || action === 'delete') {
      act = part => client.runs.bulk(action, part);
    } else {
      act = part => client.runs.change(part, { state: action === 'clear' ? 'queued' : action });
    }
  }
  return doInParts({ parts: cut(keys, AT_ONCE), size: part => part.length, act }, trans);
}

async function askForNote(count: number, trans: TranslationBundle): Promise<string | null> {
  const title = trans._n('Note on %1 run', 'Note on %1 runs', count);
  const label = trans.__('It takes the place of what is noted there; an empty one takes notes away.');
  const answer = await InputDialog.getText({ title, label });
  return answer.button.accept ? (answer.value ?? '') : null;
}

function question(action: BulkAction, count: number, trans: TranslationBundle): IConfirmation | null {
  switch (action) {
    case 'delete':
      return {
        title: trans._n('Delete %1 run?', 'Delete %1 runs?', count),
        goes: [
          trans.__('Their entries in the run history'),
          trans.__('Their logs, XComs and the executed notebooks kept with them')
        ],
        stays: [trans.__('The DAGs and schedules'), trans.__('Output files in the workspace')],
        action: trans.__('Delete')
      };
    case 'stop':
      return {
        title: trans._n('Stop %1 run?', 'Stop %1 runs?', count),
        sentences: [trans.__('Their running tasks are ended, and the runs fail. What they wrote so far stays.')],
        action: trans.__('Stop')
      };
    case 'clear':
      return {
        title: trans._n('Clear %1 run?', 'Clear %1 runs?', count),
        sentences: [trans.__('All their tasks run again, also those that succeeded. What runs now is stopped first.')],
        action: trans.__('Clear')
      };
    case 'success':
      return {
        title: trans._n('Mark %1 run as success?', 'Mark %1 runs as success?', count),
        sentences: [trans.__('Their tasks that have not succeeded count as success; what runs is ended.')],
        action: trans.__('Mark')
      };
    case 'failed':
      return {
        title: trans._n('Mark %1 run as failed?', 'Mark %1 runs as failed?', count),
        sentences: [trans.__('What runs of them is ended and fails, what waits is skipped.')],
        action: trans.__('Mark')
      };
    default:
      return null;
  }
}
