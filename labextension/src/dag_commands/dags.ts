/** Commands on one DAG: run, switch, delete. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import { type LabIcon, deleteIcon, duplicateIcon, editIcon, pauseIcon, runIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { ApiError } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import type { Permission } from '../api/users';
import { attempt } from '../ui/dialogs';
import { namedDag, pickDag } from '../ui/named_dag';
import { permitted } from '../ui/permissions';
import { emptyStarIcon, scheduleIcon, starIcon } from '../ui/icons';
import { deleteDag } from './deletion';
import { openFile, openSource } from './source';

const FILE_ARGS = {
  args: {
    type: 'object' as const,
    required: ['path'],
    properties: { path: { type: 'string' }, line: { type: 'number' } }
  }
};

const DAG_ARGS = {
  args: { type: 'object' as const, properties: { dagId: { type: 'string', description: 'The id of the DAG' } } }
};

interface IDagCommand {
  id: string;
  label: string;
  /** The label in the command palette, where no DAG is in sight. */
  paletteLabel: string;
  caption: string;
  icon: LabIcon;
  act: (dagId: string) => Promise<unknown>;
  needs: Permission;
}

export function addDagCommands(app: JupyterFrontEnd, couture: ICouture): void {
  const all = [
    ...runCommands(couture),
    ...favoriteCommands(couture),
    ...editCommands(app, couture),
    ...scheduleCommands(app, couture)
  ];
  for (const command of all) {
    const options = {
      label: (args: ReadonlyPartialJSONObject) => (args.isPalette ? command.paletteLabel : command.label),
      caption: command.caption,
      icon: command.icon,
      describedBy: DAG_ARGS,
      execute: async (args: ReadonlyPartialJSONObject) => {
        const dagId = namedDag(app, args) ?? (await pickDag(couture, command.paletteLabel));
        return dagId === null ? undefined : command.act(dagId);
      }
    };
    app.commands.addCommand(command.id, permitted(couture, command.needs, options, args => namedDag(app, args)));
  }
  app.commands.addCommand(CommandIDs.openFile, {
    label: couture.trans.__('Open File'),
    caption: couture.trans.__('Open a file of the workspace, at a line if one is named'),
    describedBy: FILE_ARGS,
    isEnabled: args => typeof args.path === 'string',
    execute: args => openFile(app, couture, { path: String(args.path), line: Number(args.line) || null })
  });
}

function runCommands(couture: ICouture): IDagCommand[] {
  const { trans } = couture;
  return [
    {
      id: CommandIDs.triggerDag,
      needs: 'runs:trigger',
      label: trans.__('Run Now'),
      paletteLabel: trans.__('Run a DAG…'),
      caption: trans.__('Start a run now; where values are missing, a form asks for them'),
      icon: runIcon,
      act: dagId => triggerOrAsk(dagId, couture)
    },
    {
      id: CommandIDs.triggerPartition,
      needs: 'runs:trigger',
      label: trans.__('Run a Partition…'),
      paletteLabel: trans.__('Run a Partition of a DAG…'),
      caption: trans.__('Start a run with a partition key'),
      icon: runIcon,
      act: dagId => triggerPartition(dagId, couture)
    },
    {
      id: CommandIDs.pauseDag,
      needs: 'dags:pause',
      label: trans.__('Pause'),
      paletteLabel: trans.__('Pause a DAG…'),
      caption: trans.__('Switch off: nothing starts on schedule'),
      icon: pauseIcon,
      act: dagId => setPaused(dagId, true, couture)
    },
    {
      id: CommandIDs.resumeDag,
      needs: 'dags:pause',
      label: trans.__('Resume'),
      paletteLabel: trans.__('Resume a DAG…'),
      caption: trans.__('Switch on: run on schedule'),
      icon: scheduleIcon,
      act: dagId => setPaused(dagId, false, couture)
    }
  ];
}

function favoriteCommands(couture: ICouture): IDagCommand[] {
  const { trans } = couture;
  return [
    {
      id: CommandIDs.favoriteDag,
      needs: 'dags:read',
      label: trans.__('Add to Favourites'),
      paletteLabel: trans.__('Add a DAG to Favourites…'),
      caption: trans.__('Make it one of your favourites'),
      icon: starIcon,
      act: dagId => setFavorite(dagId, true, couture)
    },
    {
      id: CommandIDs.unfavoriteDag,
      needs: 'dags:read',
      label: trans.__('Remove from Favourites'),
      paletteLabel: trans.__('Remove a DAG from Favourites…'),
      caption: trans.__('Take it out of your favourites'),
      icon: emptyStarIcon,
      act: dagId => setFavorite(dagId, false, couture)
    }
  ];
}

function editCommands(app: JupyterFrontEnd, couture: ICouture): IDagCommand[] {
  const { trans } = couture;
  return [
    {
      id: CommandIDs.deleteDag,
      needs: 'dags:delete',
      label: trans.__('Delete…'),
      paletteLabel: trans.__('Delete a DAG…'),
      caption: trans.__('Delete this DAG and its runs'),
      icon: deleteIcon,
      act: dagId => deleteDag(dagId, couture)
    },
    {
      id: CommandIDs.openSource,
      needs: 'dags:read',
      label: trans.__('Open Source'),
      paletteLabel: trans.__('Open the Source of a DAG…'),
      caption: trans.__('Open the notebook or the DAG file'),
      icon: editIcon,
      act: dagId => openSource(app, dagId, couture)
    }
  ];
}

function scheduleCommands(app: JupyterFrontEnd, couture: ICouture): IDagCommand[] {
  const { trans } = couture;
  return [
    {
      id: CommandIDs.editSchedule,
      needs: 'notebooks:schedule',
      label: trans.__('Edit Schedule…'),
      paletteLabel: trans.__('Edit a Schedule…'),
      caption: trans.__('Change when and how the notebook runs'),
      icon: scheduleIcon,
      act: dagId => app.commands.execute(CommandIDs.scheduleNotebook, { dagId })
    },
    {
      id: CommandIDs.duplicateSchedule,
      needs: 'notebooks:schedule',
      label: trans.__('Duplicate…'),
      paletteLabel: trans.__('Duplicate a Schedule…'),
      caption: trans.__('Copy this schedule under a new name'),
      icon: duplicateIcon,
      act: dagId => duplicate(app, dagId, couture)
    }
  ];
}

/** At once; the form comes up only where the DAG has params without a default that fits. */
async function triggerOrAsk(dagId: string, couture: ICouture): Promise<void> {
  try {
    await start(dagId, couture);
  } catch (reason) {
    const asksForValues = reason instanceof ApiError && Object.keys(reason.fields).some(path => path.startsWith('conf.'));
    if (asksForValues) {
      await couture.commands.execute(CommandIDs.triggerForm, { dagId });
    } else {
      const failure = couture.trans.__('"%1" did not start.', dagId);
      await attempt(failure, () => Promise.reject(reason), couture.trans);
    }
  }
}

async function start(dagId: string, { changes, client }: ICouture, partitionKey?: string): Promise<void> {
  const run = await client.dags.trigger(dagId, {}, partitionKey);
  changes.announce({ subject: 'dag_run', what: 'created', dag_id: dagId, run_id: run.dag_run_id, state: run.state });
}

async function trigger(dagId: string, couture: ICouture, partitionKey?: string): Promise<void> {
  const { trans } = couture;
  await attempt(trans.__('"%1" did not start.', dagId), () => start(dagId, couture, partitionKey), trans);
}

async function triggerPartition(dagId: string, couture: ICouture): Promise<void> {
  const { trans } = couture;
  const answer = await InputDialog.getText({
    title: trans.__('Run a partition of "%1"', dagId),
    label: trans.__('Partition key, such as 2026-03-04'),
    okLabel: trans.__('Run'),
    pattern: '.*\\S.*',
    required: true
  });
  if (answer.button.accept && answer.value) {
    await trigger(dagId, couture, answer.value);
  }
}

async function setPaused(dagId: string, isPaused: boolean, { changes, client, trans }: ICouture): Promise<void> {
  const failure = isPaused
    ? trans.__('"%1" was not switched off.', dagId)
    : trans.__('"%1" was not switched on.', dagId);
  await attempt(failure, () => client.dags.setPaused(dagId, isPaused), trans);
  changes.announce({ subject: 'dag', dag_id: dagId });
}

async function setFavorite(dagId: string, isFavorite: boolean, couture: ICouture): Promise<void> {
  const { changes, client, trans } = couture;
  const failure = trans.__('Your favourites were not changed.');
  await attempt(failure, () => client.dags.setFavorite(dagId, isFavorite), trans);
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
  }, trans);
}
