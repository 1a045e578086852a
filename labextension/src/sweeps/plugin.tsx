/** Parameter sweeps: a section of the DAG's page, and the command that opens it. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { runIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { ICouture, IDagViews, ITaskParts } from '../tokens';
import { attempt, isRunnable, lazily, permitted } from '../ui';
import { namedDag, pickDag } from '../ui/named_dag';
import { FirstValues, type Values } from './first_values';
import { dagOfNotebook } from './of_notebook';
import { valuesOfRun } from './of_run';
import { RecordedLine } from './RecordedLine';

const VIEW = 'sweeps';

export const sweepsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:sweeps',
  description: 'Run a DAG with several values, and compare what came out.',
  autoStart: true,
  requires: [ICouture, IDagViews, ITaskParts],
  optional: [IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    couture: ICouture,
    views: IDagViews,
    parts: ITaskParts,
    browser: IDefaultFileBrowser | null
  ): void => {
    const { trans } = couture;
    const firstValues = new FirstValues();
    views.add({
      id: VIEW,
      label: trans.__('Sweeps'),
      rank: 70,
      component: lazily(async () => {
        const { SweepsView } = await import('./SweepsView');
        return ({ dagId }) => <SweepsView dagId={dagId} firstValues={firstValues} />;
      })
    });
    parts.add({ id: 'recorded', rank: 70, fits: task => task.end_date !== null, component: RecordedLine });
    app.commands.addCommand(CommandIDs.sweepDag, permitted(couture, 'runs:trigger', {
      label: args =>
        args.isPalette ? trans.__('Run a DAG with Several Values…') : trans.__('Run with Several Values…'),
      caption: trans.__('A run for each combination of values, and a table of what came out'),
      icon: runIcon,
      describedBy: { args: { type: 'object', properties: { dagId: { type: 'string' }, parameters: { type: 'object' } } } },
      execute: async args => {
        const dagId = namedDag(app, args) ?? (await pickDag(couture, trans.__('Run with several values')));
        if (dagId && args.parameters) {
          firstValues.set(dagId, args.parameters as Values);
        }
        return dagId && app.commands.execute(CommandIDs.openDag, { dagId, view: VIEW });
      }
    }, args => namedDag(app, args)));
    addSweepRun(couture);
    app.commands.addCommand(CommandIDs.sweepNotebook, permitted(couture, 'notebooks:schedule', {
      label: args =>
        args.isPalette ? trans.__('Run a Notebook with Several Values…') : trans.__('Run with Several Values…'),
      caption: trans.__('A run of the notebook for each combination of values, and a table of what came out'),
      icon: runIcon,
      describedBy: { args: { type: 'object', properties: { path: { type: 'string' } } } },
      execute: async args => {
        const selected = typeof args.path === 'string' ? args.path : selectedIn(browser);
        if (selected === undefined) {
          Notification.info(trans.__('Select a notebook in the file browser first.'), { autoClose: 5000 });
          return undefined;
        }
        const open = async (path: string): Promise<void> => {
          const dagId = await dagOfNotebook(couture, path);
          if (dagId !== null) {
            await app.commands.execute(CommandIDs.openDag, { dagId, view: VIEW });
          }
        };
        const failed = trans.__('The notebook cannot be run with several values.');
        return attempt(failed, async () => open(await couture.files.fromLab(selected)), trans);
      }
    }));
  }
};

function addSweepRun(couture: ICouture): void {
  const { client, commands, trans } = couture;
  const properties = { dagId: { type: 'string' }, runId: { type: 'string' } } as const;
  commands.addCommand(CommandIDs.sweepRun, permitted(couture, 'runs:trigger', {
    label: trans.__('Run with Several Values…'),
    caption: trans.__('A run for each combination of values, beginning with those of this run'),
    icon: runIcon,
    describedBy: { args: { type: 'object', properties, required: ['dagId', 'runId'] } },
    isEnabled: ({ dagId, runId }) => typeof dagId === 'string' && typeof runId === 'string',
    execute: ({ dagId, runId }) => {
      const open = async (): Promise<void> => {
        const parameters = (await valuesOfRun(client, String(dagId), String(runId))) as ReadonlyPartialJSONObject;
        await commands.execute(CommandIDs.sweepDag, { dagId, parameters });
      };
      return attempt(trans.__('The values of the run could not be read.'), open, trans);
    }
  }));
}

function selectedIn(browser: IDefaultFileBrowser | null): string | undefined {
  return [...(browser?.selectedItems() ?? [])].find(isRunnable)?.path;
}
