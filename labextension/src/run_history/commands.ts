/** The commands for many runs at once. */
import { cleaningIcon, deleteIcon, editIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IRunKey } from '../api';
import type { ICouture } from '../tokens';
import { stateIcon } from '../ui';
import { type BulkAction, doBulk } from './bulk';

/** The command of each action; its arguments are `{runs: [{dag_id, dag_run_id}]}`. */
export const BULK_COMMANDS: Record<BulkAction, string> = {
  retry: 'couture:retry-runs',
  clear: 'couture:clear-runs',
  success: 'couture:mark-runs-success',
  failed: 'couture:mark-runs-failed',
  note: 'couture:note-runs',
  stop: 'couture:stop-runs',
  delete: 'couture:delete-runs'
};

const ICONS: Record<BulkAction, LabIcon> = {
  retry: refreshIcon,
  clear: cleaningIcon,
  success: stateIcon('success'),
  failed: stateIcon('failed'),
  note: editIcon,
  stop: stopIcon,
  delete: deleteIcon
};

export function addBulkCommands(couture: ICouture): void {
  for (const action of Object.keys(BULK_COMMANDS) as BulkAction[]) {
    const runsOf = (args: object): IRunKey[] => (args as { runs?: IRunKey[] }).runs ?? [];
    couture.commands.addCommand(BULK_COMMANDS[action], {
      label: args => labelOf(action, runsOf(args).length, couture.trans),
      caption: captionOf(action, couture.trans),
      icon: ICONS[action],
      isEnabled: args => runsOf(args).length > 0,
      execute: args => doBulk(action, runsOf(args), couture),
      describedBy: { args: { type: 'object', properties: { runs: { type: 'array', items: { type: 'object' } } } } }
    });
  }
}

function labelOf(action: BulkAction, count: number, trans: TranslationBundle): string {
  switch (action) {
    case 'retry':
      return count ? trans._n('Retry %1 run', 'Retry %1 runs', count) : trans.__('Retry');
    case 'clear':
      return count ? trans._n('Clear %1 run', 'Clear %1 runs', count) : trans.__('Clear');
    case 'success':
      return trans.__('Mark as success');
    case 'failed':
      return trans.__('Mark as failed');
    case 'note':
      return trans.__('Note…');
    case 'stop':
      return count ? trans._n('Stop %1 run', 'Stop %1 runs', count) : trans.__('Stop');
    case 'delete':
      return count ? trans._n('Delete %1 run', 'Delete %1 runs', count) : trans.__('Delete');
  }
}

function captionOf(action: BulkAction, trans: TranslationBundle): string {
  switch (action) {
    case 'retry':
      return trans.__('Run the failed tasks of the selected runs again');
    case 'clear':
      return trans.__('Run all tasks of the selected runs again');
    case 'success':
      return trans.__('Say that the selected runs succeeded; what runs is ended');
    case 'failed':
      return trans.__('Say that the selected runs failed; what runs is ended');
    case 'note':
      return trans.__('Write the same note on the selected runs');
    case 'stop':
      return trans.__('End the selected runs');
    case 'delete':
      return trans.__('Delete the selected runs and what they left');
  }
}
