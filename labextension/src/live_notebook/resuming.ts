/** Goes on with a failed notebook at the cell that failed; asks what only a person can decide. */
import { Dialog, InputDialog, Notification, showDialog } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { ApiError, type IResume, type ITryKernel } from '../api';
import type { ICouture } from '../tokens';
import { attempt } from '../ui';

type Which = IResume['notebook'];

export interface IResumeTarget {
  dagId: string;
  runId: string;
  taskId: string;
  mapIndex: number;
  with: IResume['with'];
  /** The notebook that the person is in: it goes on. */
  path?: string;
}

/** Resume; true when a new try has begun. */
export async function resume(
  couture: ICouture,
  documents: IDocumentManager | null,
  target: IResumeTarget
): Promise<boolean> {
  const { client, trans } = couture;
  let isBegun = false;
  await attempt(
    trans.__('The notebook was not resumed.'),
    async () => {
      const { dagId, runId, taskId, mapIndex } = target;
      const left = await inLab(couture, await client.kernels.ofTry(dagId, runId, taskId, mapIndex));
      const notebook = await whichNotebook(couture, target, left);
      if (notebook === null || !(await isSaved(couture, documents, pathOf(notebook, left), notebook === 'copy'))) {
        return;
      }
      isBegun = await begin(couture, target, { with: target.with, notebook, accept_changes: false });
      if (isBegun && notebook === 'copy') {
        sayWhereTheChangeIs(couture, left);
      }
    },
    trans
  );
  return isBegun;
}

/** With the notebooks by JupyterLab's names; by Couture's where the server does not show them, and none is open. */
async function inLab({ files }: ICouture, left: ITryKernel): Promise<ITryKernel> {
  const name = async (path: string | null): Promise<string | null> => path && files.toLab(path).catch(() => path);
  return { ...left, original_path: await name(left.original_path), copy_path: await name(left.copy_path) };
}

function pathOf(notebook: Which, left: ITryKernel): string | null {
  return notebook === 'copy' ? left.copy_path : notebook === 'current' ? left.original_path : null;
}

/** The notebook to go on in; null when the person decides against it. */
async function whichNotebook({ trans }: ICouture, target: IResumeTarget, left: ITryKernel): Promise<Which | null> {
  if (target.path !== undefined) {
    return target.path === left.copy_path ? 'copy' : 'current';
  }
  if (left.copy_path === null && left.original_path !== null) {
    return 'current';
  }
  const choices: [Which, string][] = [];
  if (left.copy_path !== null) {
    choices.push(['copy', trans.__('The copy that was opened: %1', PathExt.basename(left.copy_path))]);
  }
  if (left.original_path !== null) {
    choices.push(['current', trans.__('The original as it is now: %1', PathExt.basename(left.original_path))]);
  }
  choices.push(['as_run', trans.__('The notebook as it ran')]);
  const labels = choices.map(([, label]) => label);
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Which notebook goes on?'),
    items: labels,
    okLabel: trans.__('Resume')
  });
  return button.accept && value !== null ? (choices[labels.indexOf(value)]?.[0] ?? null) : null;
}

/** What is typed and not saved would not run. */
async function isSaved(
  { trans }: ICouture,
  documents: IDocumentManager | null,
  path: string | null,
  isOurs: boolean
): Promise<boolean> {
  const widget = path === null ? undefined : documents?.findWidget(path, null);
  const context = widget && documents?.contextForWidget(widget);
  if (!context?.model.dirty) {
    return true;
  }
  if (!isOurs) {
    const answer = await showDialog({
      title: trans.__('Save the notebook?'),
      body: trans.__('%1 has changes that are not saved. The run goes on with what is saved.', context.path),
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Save and Resume') })]
    });
    if (!answer.button.accept) {
      return false;
    }
  }
  await context.save();
  return true;
}

/** Ask the server; where cells before the failed one have changed, ask the person, too. */
async function begin({ client, trans }: ICouture, target: IResumeTarget, body: IResume): Promise<boolean> {
  const ask = (wanted: IResume): Promise<unknown> =>
    client.kernels.resume(target.dagId, target.runId, target.taskId, target.mapIndex, wanted);
  try {
    await ask(body);
    return true;
  } catch (reason) {
    const changed = reason instanceof ApiError ? reason.fields.accept_changes : undefined;
    if (changed === undefined) {
      throw reason;
    }
    const { button } = await showDialog({
      title: trans.__('Cells before the failed one have changed'),
      body: changed,
      buttons: [
        Dialog.cancelButton(),
        Dialog.createButton({ label: trans.__('Resume as It Ran'), actions: ['as_run'] }),
        Dialog.okButton({ label: trans.__('Accept and Resume') })
      ]
    });
    if (!button.accept) {
      return false;
    }
    await ask(button.actions.includes('as_run') ? { ...body, notebook: 'as_run' } : { ...body, accept_changes: true });
    return true;
  }
}

function sayWhereTheChangeIs({ trans }: ICouture, left: ITryKernel): void {
  const original = left.original_path && PathExt.basename(left.original_path);
  if (original) {
    const text = trans.__('The run goes on with the copy. %1 is as it was: mend it too, for the next run.', original);
    Notification.info(text, { autoClose: 10000 });
  }
}
