/** Deleting what an Admin keeps: asked before, announced after. */
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, type IConfirmation } from './dialogs';

export interface IDeletion extends Omit<IConfirmation, 'action'> {
  /** What it is, as changes name it. */
  subject: string;
  /** What is said when it fails. */
  failed: string;
  act: () => Promise<unknown>;
}

export async function askAndDelete({ changes, trans }: ICouture, deletion: IDeletion): Promise<void> {
  if (await confirmDestructive({ ...deletion, action: trans.__('Delete') }, trans)) {
    await attempt(deletion.failed, deletion.act, trans);
    changes.announce({ subject: deletion.subject, what: 'deleted' });
  }
}
