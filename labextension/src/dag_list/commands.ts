/** The commands for many DAGs at once. */
import { deleteIcon, pauseIcon, runIcon } from '@jupyterlab/ui-components';
import type { DagBulkAction } from '../api';
import type { ICouture } from '../tokens';
import { scheduleIcon } from '../ui';
import { doBulk } from './bulk';

/** The command of each action; its arguments are `{dagIds: […]}`. */
export const BULK_COMMANDS: Record<'pause' | 'resume' | 'trigger' | 'delete', string> = {
  pause: 'couture:pause-dags',
  resume: 'couture:resume-dags',
  trigger: 'couture:trigger-dags',
  delete: 'couture:delete-dags'
};

export function addBulkCommands(couture: ICouture): void {
  const { commands, trans } = couture;
  const label = (action: DagBulkAction, count: number): string => {
    switch (action) {
      case 'pause':
        return count ? trans._n('Switch %1 off', 'Switch %1 off', count) : trans.__('Switch off');
      case 'resume':
        return count ? trans._n('Switch %1 on', 'Switch %1 on', count) : trans.__('Switch on');
      case 'trigger':
        return count ? trans._n('Run %1 DAG', 'Run %1 DAGs', count) : trans.__('Run');
      default:
        return count ? trans._n('Delete %1 DAG', 'Delete %1 DAGs', count) : trans.__('Delete');
    }
  };
  const captions = {
    pause: trans.__('Switch the selected DAGs off: no more runs by their schedules'),
    resume: trans.__('Switch the selected DAGs on: they run by their schedules'),
    trigger: trans.__('Start a run of each of the selected DAGs'),
    delete: trans.__('Delete the selected DAGs with their runs, after saying what goes')
  };
  const icons = { pause: pauseIcon, resume: scheduleIcon, trigger: runIcon, delete: deleteIcon };
  for (const action of ['pause', 'resume', 'trigger', 'delete'] as const) {
    const idsOf = (args: object): string[] => (args as { dagIds?: string[] }).dagIds ?? [];
    commands.addCommand(BULK_COMMANDS[action], {
      label: args => label(action, idsOf(args).length),
      caption: captions[action],
      icon: icons[action],
      isEnabled: args => idsOf(args).length > 0,
      execute: args => doBulk(action, idsOf(args), couture),
      describedBy: { args: { type: 'object', properties: { dagIds: { type: 'array', items: { type: 'string' } } } } }
    });
  }
}
