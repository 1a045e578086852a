/** One action on many runs: which of them it is for, the question before it, and what came of it. */
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IBulkResult, ICoutureClient, IRunKey } from '../api';
import { confirmDestructive } from '../ui';

export type BulkAction = 'retry' | 'stop' | 'delete';

/** How many runs the server takes at once. */
const AT_ONCE = 1000;

/** The runs that an action can do something with. */
export function fitting<Run extends { state: string }>(action: BulkAction, runs: Iterable<Run>): Run[] {
  const isActive = (run: Run): boolean => run.state === 'running' || run.state === 'queued';
  return [...runs].filter(run =>
    action === 'stop' ? isActive(run) : action === 'retry' ? run.state === 'failed' : !isActive(run)
  );
}

/** Why an action cannot be done with the selected runs; null when it can. */
export function whyNot(action: BulkAction, fits: number, trans: TranslationBundle): string | null {
  if (fits > 0) {
    return null;
  }
  switch (action) {
    case 'retry':
      return trans.__('None of the selected runs has failed.');
    case 'stop':
      return trans.__('None of the selected runs is active.');
    case 'delete':
      return trans.__('None of the selected runs has ended. Stop them first.');
  }
}

/** Ask if need be, do it, and tell what did not work. True when it was done. */
export async function doBulk(
  action: BulkAction,
  runs: readonly IRunKey[],
  client: ICoutureClient,
  trans: TranslationBundle
): Promise<boolean> {
  if (!(await isMeant(action, runs.length, trans))) {
    return false;
  }
  const results: IBulkResult[] = [];
  try {
    for (let start = 0; start < runs.length; start += AT_ONCE) {
      const part = runs.slice(start, start + AT_ONCE).map(({ dag_id, dag_run_id }) => ({ dag_id, dag_run_id }));
      results.push(...(await client.runs.bulk(action, part)));
    }
  } catch (reason) {
    Notification.error(reason instanceof Error ? reason.message : String(reason), { autoClose: 10000 });
    return false;
  }
  const refused = results.filter(result => !result.ok);
  if (refused.length > 0) {
    const text = trans._n('%1 run was left as it is: %2', '%1 runs were left as they are: %2', refused.length);
    Notification.warning(text.replace('%2', refused[0].detail), { autoClose: 10000 });
  }
  return true;
}

async function isMeant(action: BulkAction, count: number, trans: TranslationBundle): Promise<boolean> {
  if (action === 'delete') {
    return confirmDestructive(
      {
        title: trans._n('Delete %1 run?', 'Delete %1 runs?', count),
        goes: [
          trans.__('Their entries in the run history'),
          trans.__('Their logs, XComs and the executed notebooks kept with them')
        ],
        stays: [trans.__('The DAGs and schedules'), trans.__('Output files in the workspace')],
        action: trans.__('Delete')
      },
      trans
    );
  }
  if (action === 'stop') {
    const sentences = [trans.__('Their running tasks are ended, and the runs fail. What they wrote so far stays.')];
    const title = trans._n('Stop %1 run?', 'Stop %1 runs?', count);
    return confirmDestructive({ title, sentences, action: trans.__('Stop') }, trans);
  }
  return true;
}
