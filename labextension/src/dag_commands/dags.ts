/** Commands on one DAG: run, switch, delete. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import { type LabIcon, deleteIcon, duplicateIcon, editIcon, pauseIcon, runIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt } from '../ui/dialogs';
import { scheduleIcon } from '../ui/icons';
import { deleteDag } from './deletion';
import { openFile, openSource } from './source';
import { namedDag, pickDag } from './target';

const DAG_ARGS = {
  args: { type: 'object' as const, properties: { dagId: { type: 'string', description: 'The id of the DAG' } } }
};

interface IOptions {
  label: string;
  /** The label in the command palette, where no DAG is in sight. */
  paletteLabel: string;
  caption: string;
  icon: LabIcon;
}

export function addDagCommands(app: JupyterFrontEnd, couture: ICouture): void {
  const { trans } = couture;
  const add = (id: string, options: IOptions, act: (dagId: string) => Promise<unknown>): void => {
    app.commands.addCommand(id, {
      label: args => (args.isPalette ? options.paletteLabel : options.label),
      caption: options.caption,
      icon: options.icon,
      describedBy: DAG_ARGS,
      execute: async args => {
        const dagId = namedDag(app, args) ?? (await pickDag(couture, options.paletteLabel));
        return dagId === null ? undefined : act(dagId);
      }
    });
  };
  add(
    CommandIDs.triggerDag,
    {
      label: trans.__('Run Now'),
      paletteLabel: trans.__('Run a DAG…'),
      caption: trans.__('Start a run now'),
      icon: runIcon
    },
    dagId => trigger(dagId, couture)
  );
  add(
    CommandIDs.pauseDag,
    {
      label: trans.__('Pause'),
      paletteLabel: trans.__('Pause a DAG…'),
      caption: trans.__('Switch off: nothing starts on schedule'),
      icon: pauseIcon
    },
    dagId => setPaused(dagId, true, couture)
  );
  add(
    CommandIDs.resumeDag,
    {
      label: trans.__('Resume'),
      paletteLabel: trans.__('Resume a DAG…'),
      caption: trans.__('Switch on: run on schedule'),
      icon: scheduleIcon
    },
    dagId => setPaused(dagId, false, couture)
  );
  add(
    CommandIDs.deleteDag,
    {
      label: trans.__('Delete…'),
      paletteLabel: trans.__('Delete a DAG…'),
      caption: trans.__('Delete this DAG and its runs'),
      icon: deleteIcon
    },
    dagId => deleteDag(dagId, couture)
  );
  add(
    CommandIDs.openSource,
    {
      label: trans.__('Open Source'),
      paletteLabel: trans.__('Open the Source of a DAG…'),
      caption: trans.__('Open the notebook or the DAG file'),
      icon: editIcon
    },
    dagId => openSource(app, dagId, couture)
  );
  add(
    CommandIDs.editSchedule,
    {
      label: trans.__('Edit Schedule…'),
      paletteLabel: trans.__('Edit a Schedule…'),
      caption: trans.__('Change when and how the notebook runs'),
      icon: editIcon
    },
    dagId => app.commands.execute(CommandIDs.scheduleNotebook, { dagId })
  );
  add(
    CommandIDs.duplicateSchedule,
    {
      label: trans.__('Duplicate…'),
      paletteLabel: trans.__('Duplicate a Schedule…'),
      caption: trans.__('Copy this schedule under a new name'),
      icon: duplicateIcon
    },
    dagId => duplicate(app, dagId, couture)
  );
  app.commands.addCommand(CommandIDs.openFile, {
    label: trans.__('Open File'),
    describedBy: {
      args: {
        type: 'object',
        required: ['path'],
        properties: { path: { type: 'string' }, line: { type: 'number' } }
      }
    },
    execute: args => openFile(app, couture, { path: String(args.path), line: Number(args.line) || null })
  });
}

async function trigger(dagId: string, { changes, client, trans }: ICouture): Promise<void> {
  await attempt(trans.__('"%1" did not start.', dagId), async () => {
    const run = await client.dags.trigger(dagId);
    changes.announce({ subject: 'dag_run', what: 'created', dag_id: dagId, run_id: run.dag_run_id, state: run.state });
  });
}

async function setPaused(dagId: string, isPaused: boolean, { changes, client, trans }: ICouture): Promise<void> {
  const failure = isPaused
    ? trans.__('"%1" was not switched off.', dagId)
    : trans.__('"%1" was not switched on.', dagId);
  await attempt(failure, () => client.dags.setPaused(dagId, isPaused));
  changes.announce({ subject: 'dag', dag_id: dagId });
}

async function duplicate(app: JupyterFrontEnd, dagId: string, couture: ICouture): Promise<void> {
  const { changes, client, trans } = couture;
  await attempt(trans.__('"%1" was not duplicated.', dagId), async () => {
    const schedule = await client.schedules.get(dagId);
    const answer = await InputDialog.getText({
      title: trans.__('Duplicate "%1"', schedule.name),
      label: trans.__('Name of the copy'),
      text: trans.__('%1 (copy)', schedule.name)
    });
    if (answer.button.accept && answer.value) {
      const copy = await client.schedules.duplicate(dagId, answer.value);
      changes.announce({ subject: 'dag', what: 'created', dag_id: copy.dag_id });
      await app.commands.execute(CommandIDs.openDag, { dagId: copy.dag_id });
    }
  });
}
