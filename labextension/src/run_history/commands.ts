/** The commands for many runs at once. */
import { deleteIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { IRunKey } from '../api';
import type { ICouture } from '../tokens';
import { type BulkAction, doBulk } from './bulk';

/** The command of each action; its arguments are `{runs: [{dag_id, dag_run_id}]}`. */
export const BULK_COMMANDS: Record<BulkAction, string> = {
  retry: 'couture:retry-runs',
  stop: 'couture:stop-runs',
  delete: 'couture:delete-runs'
};

export function addBulkCommands({ client, commands, trans }: ICouture): void {
  const label = (action: BulkAction, count: number): string => {
    if (count === 0) {
      return { retry: trans.__('Retry'), stop: trans.__('Stop'), delete: trans.__('Delete') }[action];
    }
    switch (action) {
      case 'retry':
        return trans._n('Retry %1 run', 'Retry %1 runs', count);
      case 'stop':
        return trans._n('Stop %1 run', 'Stop %1 runs', count);
      case 'delete':
        return trans._n('Delete %1 run', 'Delete %1 runs', count);
    }
  };
  const icons = { retry: refreshIcon, stop: stopIcon, delete: deleteIcon };
  for (const action of ['retry', 'stop', 'delete'] as const) {
    const runsOf = (args: object): IRunKey[] => (args as { runs?: IRunKey[] }).runs ?? [];
    commands.addCommand(BULK_COMMANDS[action], {
      label: args => label(action, runsOf(args).length),
      icon: icons[action],
      isEnabled: args => runsOf(args).length > 0,
      execute: args => doBulk(action, runsOf(args), client, trans),
      describedBy: { args: { type: 'object', properties: { runs: { type: 'array', items: { type: 'object' } } } } }
    });
  }
}
