/** What can be done with a run: stop, retry, run again (as it was, or edited), delete. */
import { deleteIcon, editIcon, refreshIcon, runIcon, stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IDagRun } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, type Permission, permitted } from '../ui';
import { editAndRerun } from './rerun';
import { askForCode, codeChoice } from './which_code';

interface IRunArgs {
  dagId: string;
  runId: string;
}

const ARGUMENTS = {
  args: {
    type: 'object',
    properties: { dagId: { type: 'string' }, runId: { type: 'string' } },
    required: ['dagId', 'runId']
  }
} as const;

type RunCommand = Omit<CommandRegistry.ICommandOptions, 'execute'> & {
  needs: Permission;
  execute: (run: IRunArgs) => Promise<unknown>;
};

export function addRunCommands(couture: ICouture): void {
  const all: Record<string, RunCommand> = {
    [CommandIDs.stopRun]: stopCommand(couture),
    [CommandIDs.retryRun]: retryCommand(couture),
    [CommandIDs.rerun]: rerunCommand(couture),
    [CommandIDs.rerunEdited]: rerunEditedCommand(couture),
    [CommandIDs.deleteRun]: deleteCommand(couture)
  };
  for (const [id, { needs, ...command }] of Object.entries(all)) {
    const options: CommandRegistry.ICommandOptions = {
      ...command,
      describedBy: ARGUMENTS,
      isEnabled: args => runOf(args) !== null,
      execute: args => {
        const run = runOf(args);
        return run && command.execute(run);
      }
    };
    couture.commands.addCommand(id, permitted(couture, needs, options));
  }
}

function runOf({ dagId, runId }: ReadonlyPartialJSONObject): IRunArgs | null {
  return typeof dagId === 'string' && typeof runId === 'string' ? { dagId, runId } : null;
}

function stopCommand({ client, trans }: ICouture): RunCommand {
  return {
    needs: 'runs:edit',
    label: trans.__('Stop'),
    caption: trans.__('End the running tasks of this run; the run fails'),
    icon: stopIcon,
    execute: async ({ dagId, runId }) => {
      const isMeant = await confirmDestructive(
        {
          title: trans.__('Stop the run?'),
          sentences: [
            trans.__('%1 of %2', runId, dagId),
            trans.__('Its running tasks are ended, and the run fails. What they wrote so far stays.')
          ],
          action: trans.__('Stop')
        },
        trans
      );
      return isMeant && attempt(trans.__('The run was not stopped.'), () => client.runs.stop(dagId, runId), trans);
    }
  };
}

function retryCommand({ client, trans }: ICouture): RunCommand {
  return {
    needs: 'runs:edit',
    label: trans.__('Retry failed'),
    caption: trans.__('Run the failed tasks of this run, and what depends on them, again'),
    icon: refreshIcon,
    execute: ({ dagId, runId }) =>
      attempt(trans.__('The run was not retried.'), () => client.runs.retry(dagId, runId), trans)
  };
}

function rerunCommand(couture: ICouture): RunCommand {
  const { client, trans } = couture;
  return {
    needs: 'runs:trigger',
    label: trans.__('Run again'),
    caption: trans.__('Start a new run with the same parameters'),
    icon: runIcon,
    execute: ({ dagId, runId }) =>
      attempt(trans.__('No run was started.'), async () => {
        const choice = await codeChoice(couture, await client.runs.get(dagId, runId));
        const isNewest = choice ? await askForCode(couture, choice) : undefined;
        if (isNewest !== null) {
          await openRun(couture, await client.runs.rerun(dagId, runId, undefined, isNewest));
        }
      }, trans)
  };
}

function rerunEditedCommand(couture: ICouture): RunCommand {
  const { trans } = couture;
  return {
    needs: 'runs:trigger',
    label: trans.__('Edit and run…'),
    caption: trans.__('Start a new run after editing the parameters'),
    icon: editIcon,
    execute: ({ dagId, runId }) =>
      attempt(trans.__('No run was started.'), async () => {
        const run = await editAndRerun(couture, dagId, runId);
        if (run) {
          await openRun(couture, run);
        }
      }, trans)
  };
}

function deleteCommand({ client, trans }: ICouture): RunCommand {
  return {
    needs: 'runs:delete',
    label: trans.__('Delete…'),
    caption: trans.__('Delete this run with its logs and executed notebooks'),
    icon: deleteIcon,
    execute: async ({ dagId, runId }) => {
      const isMeant = await confirmDestructive(
        {
          title: trans.__('Delete the run?'),
          sentences: [trans.__('%1 of %2', runId, dagId)],
          goes: [
            trans.__('Its entry in the run history'),
            trans.__('Its logs, XComs and the executed notebooks kept with it')
          ],
          stays: [trans.__('The DAG or schedule'), trans.__('Output files in the workspace')],
          action: trans.__('Delete')
        },
        trans
      );
      return isMeant && attempt(trans.__('The run was not deleted.'), () => client.runs.delete(dagId, runId), trans);
    }
  };
}

function openRun({ commands }: ICouture, run: IDagRun): Promise<unknown> {
  return commands.execute(CommandIDs.openRun, { dagId: run.dag_id, runId: run.dag_run_id });
}
