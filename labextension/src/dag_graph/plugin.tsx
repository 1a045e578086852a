/** The graph of a DAG, and zooming into the DAGs that its tasks run. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, type IDagViewProps } from '../tokens';
import { lazily } from '../ui';
import { zoomIcon } from '../ui/graph/icons';
import { EarlyStructures } from './early';
import { GraphMemory } from './memory';
import { targetOf } from './zoom';

export const dagGraphPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-graph',
  description: 'The graph of a DAG.',
  autoStart: true,
  requires: [ICouture, IDagViews],
  optional: [IStateDB],
  activate: (app: JupyterFrontEnd, couture: ICouture, views: IDagViews, state: IStateDB | null): void => {
    const { client, trans } = couture;
    const early = new EarlyStructures();
    const memory = new GraphMemory(state);
    const component = lazily<IDagViewProps>(async () => {
      const [{ GraphView }, { prepareLayout }] = await Promise.all([import('./GraphView'), import('../graph/elk')]);
      prepareLayout();
      return props => <GraphView {...props} memory={memory} early={early} />;
    });
    views.add({
      id: 'graph',
      label: trans.__('Graph'),
      rank: 20,
      narrows: true,
      isOfRun: true,
      prepare: dagId => {
        component.prepare();
        early.ask(client, dagId);
      },
      component
    });
    addZoomCommand(app, couture);
  }
};

function addZoomCommand(app: JupyterFrontEnd, couture: ICouture): void {
  const { client, trans } = couture;
  app.commands.addCommand(CommandIDs.zoomIntoDag, {
    label: trans.__('Zoom into DAG'),
    caption: args =>
      typeof args.dagId === 'string' && typeof args.taskId !== 'string'
        ? trans.__('Open the graph of %1', args.dagId)
        : trans.__('Open the graph of the DAG that this task runs'),
    icon: zoomIcon,
    describedBy: {
      args: {
        type: 'object',
        required: ['dagId'],
        properties: {
          dagId: { type: 'string', description: 'The DAG to open; with taskId the one to which the task belongs.' },
          runId: { type: 'string', description: 'A run of that DAG.' },
          taskId: { type: 'string', description: 'A task that runs the DAG to open.' }
        }
      }
    },
    isEnabled: args => typeof args.dagId === 'string',
    execute: async args => {
      const target = await targetOf(client, args);
      if (target === null) {
        Notification.info(trans.__('The task "%1" runs no other DAG.', String(args.taskId ?? '')), { autoClose: 5000 });
        return;
      }
      await app.commands.execute(CommandIDs.openDag, { ...target, view: 'graph' });
    }
  });
}
