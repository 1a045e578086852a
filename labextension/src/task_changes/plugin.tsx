/** Commands that clear and mark a run or tasks of it, and that run one alone, each with a look at what it would change. */
import { Dialog } from '@jupyterlab/apputils';
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { refreshIcon, runIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { checkIcon, markedTask, permitted } from '../ui';
import { type ChangeBody, ChangeDialog } from './ChangeBody';
import { isMark, type ISubject, type Mark } from './choice';
import { ClearBody } from './ClearBody';
import { MarkBody } from './MarkBody';
import { RunAloneBody } from './RunAloneBody';

const ARGUMENTS = {
  args: {
    type: 'object',
    properties: {
      dagId: { type: 'string' },
      runId: { type: 'string' },
      taskId: { type: 'string' },
      mapIndex: { type: 'number' },
      mark: { type: 'string', enum: ['success', 'failed', 'skipped'] },
      isContextMenu: { type: 'boolean' }
    }
  }
} as const;

export const taskChangesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:task-changes',
  description: 'Clear and mark runs and tasks, run a task alone.',
  autoStart: true,
  requires: [ICouture],
  activate: (app: JupyterFrontEnd, couture: ICouture): void => {
    const { trans } = couture;
    const find = (args: ReadonlyPartialJSONObject): ISubject | null =>
      args.isContextMenu ? markedTask(app, args) : subjectOf(args);
    const isEnabled = (args: ReadonlyPartialJSONObject): boolean => find(args) !== null;
    const add = (id: string, options: CommandRegistry.ICommandOptions): void => {
      app.commands.addCommand(id, permitted(couture, 'runs:edit', options, args => find(args)?.dagId));
    };
    add(CommandIDs.clearTasks, {
      label: trans.__('Clear…'),
      caption: trans.__('Run tasks again: choose which, and see what that means'),
      icon: refreshIcon,
      isEnabled,
      describedBy: ARGUMENTS,
      execute: args => {
        const subject = find(args);
        return subject && ask(new ClearBody(couture, subject), trans.__('Clear "%1"', nameOf(subject)), trans.__('Clear'));
      }
    });
    add(CommandIDs.runTask, {
      label: trans.__('Run…'),
      caption: trans.__('Run this task alone, whatever usually has to be done first'),
      icon: runIcon,
      // One instance is run; of a mapped task one has to be chosen first.
      isEnabled: args => find(args)?.mapIndex !== undefined,
      describedBy: ARGUMENTS,
      execute: args => {
        const subject = find(args);
        return subject?.taskId !== undefined && ask(new RunAloneBody(couture, subject), trans.__('Run "%1" alone', nameOf(subject)), trans.__('Run'));
      }
    });
    add(CommandIDs.markTasks, {
      label: ({ mark }) => {
        const labels: Record<Mark, string> = {
          success: trans.__('Mark Success…'),
          failed: trans.__('Mark Failed…'),
          skipped: trans.__('Mark Skipped…')
        };
        return isMark(mark) ? labels[mark] : trans.__('Mark as…');
      },
      caption: trans.__('Say how tasks ended: choose which, and see what that means'),
      icon: checkIcon,
      isEnabled,
      describedBy: ARGUMENTS,
      execute: args => {
        const subject = find(args);
        return subject && ask(new MarkBody(couture, subject, isMark(args.mark) ? args.mark : 'success'), trans.__('Mark "%1"', nameOf(subject)), trans.__('Mark'));
      }
    });
  }
};

async function ask(body: ChangeBody, title: string, action: string): Promise<boolean> {
  const dialog = new ChangeDialog({
    title,
    body,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: action })],
    focusNodeSelector: '.couture-Changes select, .couture-Changes input'
  });
  return (await dialog.launch()).button.accept;
}

function nameOf({ runId, taskId, mapIndex = -1 }: ISubject): string {
  return taskId === undefined ? runId : mapIndex >= 0 ? `${taskId} [${mapIndex}]` : taskId;
}

function subjectOf({ dagId, runId, taskId, mapIndex }: ReadonlyPartialJSONObject): ISubject | null {
  if (typeof dagId !== 'string' || typeof runId !== 'string') {
    return null;
  }
  return {
    dagId,
    runId,
    taskId: typeof taskId === 'string' ? taskId : undefined,
    mapIndex: typeof mapIndex === 'number' ? mapIndex : undefined
  };
}
