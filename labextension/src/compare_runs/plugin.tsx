/** The page that puts two runs beside each other. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { runsIcon, withOwnImages } from '../ui';
import { targetOf } from './target';

export const compareRunsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:compare-runs',
  description: 'Two runs beside each other.',
  autoStart: true,
  requires: [ICouture, IRenderMimeRegistry, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, rendermime: IRenderMimeRegistry, pages: IPages): void => {
    const { commands, trans } = couture;
    pages.add({
      id: 'couture-compare',
      command: CommandIDs.compareRuns,
      label: trans.__('Compare'),
      commandLabel: args => (args.isPalette ? trans.__('Compare Runs…') : trans.__('Compare…')),
      caption: trans.__('Compare this run with the last good one, or with another'),
      icon: runsIcon,
      places: {
        dagId: trans.__('The DAG of the run.'),
        runId: trans.__('The run.'),
        otherDagId: trans.__('The DAG of the run to compare with, where it is another one.'),
        otherRunId: trans.__('The run to compare with; the last good one without it.'),
        taskId: trans.__('The task to show.')
      },
      moved: (from, to) => (to.otherRunId === undefined ? from : to),
      several: {
        needs: ['dagId', 'runId'],
        of: place => {
          const target = targetOf(place);
          return target && { key: keyOf(target), label: trans.__('Compare %1', target.dagId), caption: target.runId };
        },
        without: () => {
          Notification.info(trans.__('Select two runs, then press "Compare".'), { autoClose: 8000 });
          return commands.execute(CommandIDs.openRuns);
        }
      },
      load: async () => {
        const [{ PlacedComparePage }, images] = [await import('./ComparePage'), withOwnImages(rendermime)];
        return props => <PlacedComparePage {...props} rendermime={images} />;
      }
    });
  }
};

function keyOf({ dagId, runId }: { dagId: string; runId: string }): string {
  return `${encodeURIComponent(dagId)}-${encodeURIComponent(runId)}`;
}
