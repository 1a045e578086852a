/** One action on many DAGs: which of them it is for, the question before it, and what came of it. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DagBulkAction, IDagSummary } from '../api';
import type { ICouture } from '../tokens';
import { type IConfirmation, confirmDestructive } from '../ui/dialogs';
import { cut, doInParts } from '../ui/bulk';

/** How many DAGs one request is for: starting and deleting take their time. */
const AT_ONCE = 100;

/** The DAGs that an action can do something with. */
export function fitting(action: DagBulkAction, dags: Iterable<IDagSummary>): IDagSummary[] {
  return [...dags].filter(dag => {
    switch (action) {
      case 'pause':
        return !dag.is_paused;
      case 'resume':
        return dag.is_paused;
      case 'trigger':
        return !dag.is_stale;
      case 'delete':
        return dag.active_runs === 0;
      default:
        return true;
    }
  });
}

/** Why an action cannot be done with the selected DAGs; null when it can. */
export function whyNot(action: DagBulkAction, fits: number, trans: TranslationBundle): string | null {
  if (fits > 0) {
    return null;
  }
  const reasons: Partial<Record<DagBulkAction, string>> = {
    pause: trans.__('All selected DAGs are off.'),
    resume: trans.__('All selected DAGs are on.'),
    delete: trans.__('All selected DAGs have active runs. Stop them first.')
  };
  return reasons[action] ?? trans.__('The files of all selected DAGs are gone.');
}

/** Ask, do it, and tell what did not work. True when it was done. */
export async function doBulk(action: DagBulkAction, ids: readonly string[], couture: ICouture): Promise<boolean> {
  const { client, changes, trans } = couture;
  if (!(await confirmDestructive(question(action, ids.length, trans), trans))) {
    return false;
  }
  const act = (part: string[]): ReturnType<typeof client.dags.bulk> => client.dags.bulk(action, part);
  const isDone = await doInParts({ parts: cut(ids, AT_ONCE), size: part => part.length, act }, trans);
  changes.announce(...ids.map(dag_id => ({ subject: 'dag', dag_id })));
  return isDone;
}

function question(action: DagBulkAction, count: number, trans: TranslationBundle): IConfirmation {
  switch (action) {
    case 'pause':
      return {
        title: trans._n('Switch %1 DAG off?', 'Switch %1 DAGs off?', count),
        sentences: [trans.__('Nothing of them starts on schedule until they are switched on again. Runs that are active go on.')],
        action: trans.__('Switch off')
      };
    case 'resume':
      return {
        title: trans._n('Switch %1 DAG on?', 'Switch %1 DAGs on?', count),
        sentences: [trans.__('What was due while they were off is skipped or made up for, as each DAG says.')],
        action: trans.__('Switch on')
      };
    case 'trigger':
      return {
        title: trans._n('Start a run of %1 DAG?', 'Start a run of each of %1 DAGs?', count),
        sentences: [trans.__('They start with the defaults of their params, also those that are off.')],
        action: trans.__('Run')
      };
    default:
      return {
        title: trans._n('Delete %1 DAG?', 'Delete %1 DAGs?', count),
        goes: [trans.__('All their runs with their logs and executed notebooks'), trans.__('Their schedules')],
        stays: [
          trans.__('DAG files: their DAGs come back, without their runs, when the files are read again'),
          trans.__('Notebooks, and output files in the workspace')
        ],
        action: trans.__('Delete')
      };
  }
}
