/** Deletes a DAG after saying what goes and what stays. */
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive } from '../ui/dialogs';

/** True when it was deleted. */
export async function deleteDag(dagId: string, { client, changes, trans }: ICouture): Promise<boolean> {
  let isAgreed = false;
  let isSchedule = false;
  const isAsked = await attempt(trans.__('"%1" cannot be deleted.', dagId), async () => {
    const dag = await client.dags.details(dagId);
    isSchedule = dag.kind === 'notebook_schedule';
    const lists = isSchedule ? await client.schedules.deletion(dagId) : filePreview(dag.relative_fileloc, trans);
    const title = isSchedule
      ? trans.__('Delete the schedule "%1"?', dag.dag_display_name)
      : trans.__('Delete the DAG "%1"?', dag.dag_display_name);
    isAgreed = await confirmDestructive({ title, ...lists, action: trans.__('Delete') }, trans);
  });
  if (!isAsked || !isAgreed) {
    return false;
  }
  return attempt(trans.__('"%1" was not deleted.', dagId), async () => {
    await (isSchedule ? client.schedules.delete(dagId) : client.dags.delete(dagId));
    changes.announce({ subject: 'dag', what: 'deleted', dag_id: dagId });
  });
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
