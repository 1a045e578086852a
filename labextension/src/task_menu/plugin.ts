/** The menu of a task instance: below the right mouse button wherever one is shown, and behind a button in its pane. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { MenuSvg } from '@jupyterlab/ui-components';
import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture } from '../tokens';
import { markedTask, TASK_MARK } from '../ui';
import { addTaskCommands } from './commands';

interface IEntry {
  command: string;
  args?: ReadonlyJSONObject;
}

/** In the order of the menu; null: a line between groups. */
const ENTRIES: readonly (IEntry | null)[] = [
  { command: CommandIDs.openTask, args: { tab: 'log' } },
  { command: CommandIDs.openTask, args: { tab: 'rendered' } },
  { command: CommandIDs.openTask, args: { tab: 'xcoms' } },
  { command: CommandIDs.openTask },
  null,
  { command: CommandIDs.retryTask },
  { command: CommandIDs.stopTask },
  { command: CommandIDs.runTask },
  { command: CommandIDs.clearTasks },
  { command: CommandIDs.markTasks, args: { mark: 'success' } },
  { command: CommandIDs.markTasks, args: { mark: 'failed' } },
  { command: CommandIDs.markTasks, args: { mark: 'skipped' } },
  null,
  { command: CommandIDs.filterTasks, args: { way: 'upstream' } },
  { command: CommandIDs.filterTasks, args: { way: 'downstream' } },
  { command: CommandIDs.filterTasks, args: { way: 'both' } },
  null,
  { command: CommandIDs.noteTask },
  { command: CommandIDs.copyLink }
];

const FIRST_RANK = 10;

export const taskMenuPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:task-menu',
  description: 'What can be done with a task instance, wherever one is shown.',
  autoStart: true,
  requires: [ICouture],
  activate: (app: JupyterFrontEnd, couture: ICouture): void => {
    addTaskCommands(app, couture);
    ENTRIES.forEach((entry, place) => {
      app.contextMenu.addItem({
        selector: `.${TASK_MARK}`,
        rank: FIRST_RANK + place,
        ...(entry ? { command: entry.command, args: { ...entry.args, isContextMenu: true } } : { type: 'separator' })
      });
    });
    addMenuCommand(app, couture);
  }
};

function addMenuCommand(app: JupyterFrontEnd, { trans }: ICouture): void {
  app.commands.addCommand(CommandIDs.openTaskMenu, {
    label: trans.__('More for This Task'),
    caption: trans.__('Everything that can be done with this task instance'),
    describedBy: {
      args: {
        type: 'object',
        required: ['dagId', 'runId', 'taskId', 'x', 'y'],
        properties: {
          dagId: { type: 'string' },
          runId: { type: 'string' },
          taskId: { type: 'string' },
          mapIndex: { type: 'number' },
          state: { type: 'string' },
          x: { type: 'number' },
          y: { type: 'number' }
        }
      }
    },
    isEnabled: args => markedTask(app, args) !== null,
    execute: args => {
      const { x, y, ...task } = args as ReadonlyJSONObject;
      const menu = new MenuSvg({ commands: app.commands });
      const origin = document.activeElement;
      for (const entry of ENTRIES) {
        menu.addItem(entry ? { command: entry.command, args: { ...task, ...entry.args, isMenu: true } } : { type: 'separator' });
      }
      menu.aboutToClose.connect(() => origin instanceof HTMLElement && origin.focus());
      menu.open(Number(x), Number(y));
    }
  });
}
