/** The commands for many task instances at once. */
import { cleaningIcon, type LabIcon } from '@jupyterlab/ui-components';
import type { ICouture } from '../tokens';
import { stateIcon } from '../ui';
import { doBulk, type TaskAction } from './bulk';
import type { ITaskPlace } from './places';

/** The command of each action; its arguments are `{tasks: [{dag_id, dag_run_id, task_id, map_index}]}`. */
export const BULK_COMMANDS: Record<TaskAction, string> = {
  clear: 'couture:clear-task-instances',
  success: 'couture:mark-task-instances-success',
  failed: 'couture:mark-task-instances-failed',
  skipped: 'couture:mark-task-instances-skipped'
};

export function addBulkCommands(couture: ICouture): void {
  const { commands, trans } = couture;
  const kinds: Record<TaskAction, [LabIcon, label: string, caption: string]> = {
    clear: [cleaningIcon, trans.__('Clear'), trans.__('Run the selected task instances again, and no others')],
    success: [stateIcon('success'), trans.__('Mark as success'), trans.__('Say that the selected task instances succeeded')],
    failed: [stateIcon('failed'), trans.__('Mark as failed'), trans.__('Say that the selected task instances failed')],
    skipped: [stateIcon('skipped'), trans.__('Mark as skipped'), trans.__('Say that the selected task instances are skipped')]
  };
  for (const action of Object.keys(BULK_COMMANDS) as TaskAction[]) {
    const [icon, label, caption] = kinds[action];
    const tasksOf = (args: object): ITaskPlace[] => (args as { tasks?: ITaskPlace[] }).tasks ?? [];
    commands.addCommand(BULK_COMMANDS[action], {
      label,
      caption,
      icon,
      isEnabled: args => tasksOf(args).length > 0,
      execute: args => doBulk(action, tasksOf(args), couture),
      describedBy: { args: { type: 'object', properties: { tasks: { type: 'array', items: { type: 'object' } } } } }
    });
  }
}
