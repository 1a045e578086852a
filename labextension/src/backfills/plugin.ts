/** Backfills: a section of the DAG's page, and the command that opens it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { historyIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews } from '../tokens';
import { lazily } from '../ui';

const VIEW = 'backfills';

export const backfillsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:backfills',
  description: 'Make the runs of a DAG between two dates.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  activate: (app: JupyterFrontEnd, couture: ICouture, views: IDagViews): void => {
    const { trans } = couture;
    const component = lazily(async () => (await import('./BackfillsView')).BackfillsView);
    views.add({ id: VIEW, label: trans.__('Backfills'), rank: 72, component });
    app.commands.addCommand(CommandIDs.backfillDag, {
      label: trans.__('Backfill…'),
      caption: trans.__('Make all runs of the schedule between two dates'),
      icon: historyIcon,
      describedBy: { args: { type: 'object', properties: { dagId: { type: 'string' } } } },
      execute: args => {
        const row = args.isContextMenu ? app.contextMenuHitTest(node => node.dataset.dagId !== undefined) : undefined;
        const dagId = typeof args.dagId === 'string' ? args.dagId : row?.dataset.dagId;
        return dagId && app.commands.execute(CommandIDs.openDag, { dagId, view: VIEW });
      }
    });
  }
};
