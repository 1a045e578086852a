/** The page of a run, and the commands for a run. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages, ITaskParts } from '../tokens';
import { runsIcon } from '../ui';
import { addRunCommands } from './commands';
import { targetOf } from './target';

export const runPagePlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:run-page',
  description: 'The page of a run.',
  autoStart: true,
  requires: [ICouture, ITaskParts, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, parts: ITaskParts, pages: IPages): void => {
    const { trans } = couture;
    addRunCommands(couture);
    pages.add({
      id: 'couture-run',
      command: CommandIDs.openRun,
      label: trans.__('Open Run'),
      caption: trans.__('Show a run with its log and its notebook'),
      icon: runsIcon,
      places: {
        dagId: trans.__('The DAG of the run.'),
        runId: trans.__('The run.'),
        taskId: trans.__('The task to show; without it, the one that most deserves a look.'),
        mapIndex: trans.__('Of a mapped task, which instance: a number.'),
        tryNumber: trans.__('A try other than the newest: a number.'),
        tab: trans.__('The id of a tab of the task.')
      },
      moved: (from, to) => (to.taskId === undefined ? from : to),
      several: {
        needs: ['dagId', 'runId'],
        of: place => {
          const target = targetOf(place);
          return target && { key: keyOf(target), label: target.dagId, caption: `${target.dagId}\n${target.runId}` };
        }
      },
      load: async () => {
        const { PlacedRunPage } = await import('./RunPage');
        return props => <PlacedRunPage {...props} pane={parts.pane} />;
      }
    });
  }
};

function keyOf({ dagId, runId }: { dagId: string; runId: string }): string {
  return `${encodeURIComponent(dagId)}-${encodeURIComponent(runId)}`;
}
