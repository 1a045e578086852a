/** Deletes a DAG after saying what goes and what stays. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive } from '../ui/dialogs';

/** True when it was deleted. */
export async function deleteDag(dagId: string, couture: ICouture): Promise<boolean> {
  const { client, changes, trans } = couture;
  let isAgreed = false;
  let isSchedule = false;
  const isAsked = await attempt(trans.__('"%1" cannot be deleted.', dagId), async () => {
    const dag = await client.dags.details(dagId);
    if (dag.active_runs_count > 0) {
      await sayThatItIsActive(dagId, dag.active_runs_count, couture);
      return;
    }
    isSchedule = dag.kind === 'notebook_schedule';
    const lists = isSchedule ? await client.schedules.deletion(dagId) : filePreview(dag.relative_fileloc, trans);
    const title = isSchedule
      ? trans.__('Delete the schedule "%1"?', dag.dag_display_name)
      : trans.__('Delete the DAG "%1"?', dag.dag_display_name);
    isAgreed = await confirmDestructive({ title, ...lists, action: trans.__('Delete') }, trans);
  }, trans);
  if (!isAsked || !isAgreed) {
    return false;
  }
  return attempt(trans.__('"%1" was not deleted.', dagId), async () => {
    await (isSchedule ? client.schedules.delete(dagId) : client.dags.delete(dagId));
    changes.announce({ subject: 'dag', what: 'deleted', dag_id: dagId });
  }, trans);
}

/** Deleting is refused while runs are active: show them instead. */
async function sayThatItIsActive(dagId: string, count: number, { commands, trans }: ICouture): Promise<void> {
  const result = await showDialog({
    title: trans.__('"%1" cannot be deleted now', dagId),
    body: trans._n('%1 run is active. Stop it first.', '%1 runs are active. Stop them first.', count, count),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Show Runs') })]
  });
  if (result.button.accept) {
    await commands.execute(CommandIDs.openDag, { dagId, view: 'runs' });
  }
}

function filePreview(file: string | null, trans: ICouture['trans']): { goes: string[]; stays: string[] } {
  return {
    goes: [trans.__('All its runs with their logs and executed notebooks')],
    stays: [
      file
        ? trans.__('The file %1: the DAG comes back, without its runs, when the file is read again', file)
        : trans.__('The file that describes the DAG'),
      trans.__('Output files in the workspace')
    ]
  };
}
