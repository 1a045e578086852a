/** Backfills: a section of the DAG's page, and the command that opens it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { historyIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews } from '../tokens';
import { lazily, permitted } from '../ui';
import { namedDag, pickDag } from '../ui/named_dag';

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
    app.commands.addCommand(CommandIDs.backfillDag, permitted(couture, 'runs:trigger', {
      label: args => (args.isPalette ? trans.__('Backfill a DAG…') : trans.__('Backfill…')),
      caption: trans.__('Make all runs of the schedule between two dates'),
      icon: historyIcon,
      describedBy: { args: { type: 'object', properties: { dagId: { type: 'string' } } } },
      execute: async args => {
        const dagId = namedDag(app, args) ?? (await pickDag(couture, trans.__('Backfill a DAG…')));
        return dagId && app.commands.execute(CommandIDs.openDag, { dagId, view: VIEW });
      }
    }, args => namedDag(app, args)));
  }
};
