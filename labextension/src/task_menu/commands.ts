/** What can be done with a task instance, wherever one is shown. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog } from '@jupyterlab/apputils';
import { editIcon, filterIcon, refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, type IMarkedTask, markedTask, type Permission, permitted, runsIcon } from '../ui';

const ARGUMENTS = {
  args: {
    type: 'object',
    properties: {
      dagId: { type: 'string' },
      runId: { type: 'string' },
      taskId: { type: 'string' },
      mapIndex: { type: 'number' },
      state: { type: 'string' },
      tab: { type: 'string' },
      way: { type: 'string', enum: ['upstream', 'downstream', 'both'] },
      isContextMenu: { type: 'boolean' }
    }
  }
} as const;

/** States in which a task instance can be tried once more at a click. */
const FAILED = ['failed', 'upstream_failed', 'up_for_retry'];
/** States in which there is something to end. */
const BEGUN = ['queued', 'running', 'deferred', 'up_for_reschedule', 'up_for_retry'];

type TaskCommand = Pick<CommandRegistry.ICommandOptions, 'label' | 'caption' | 'icon'> & {
  /** In which states it is offered; without: in all. */
  states?: readonly string[];
  needs: Permission;
  act: (task: IMarkedTask, args: ReadonlyPartialJSONObject) => Promise<unknown>;
};

export function addTaskCommands(app: JupyterFrontEnd, couture: ICouture): void {
  const all: Record<string, TaskCommand> = {
    [CommandIDs.openTask]: openCommand(couture),
    [CommandIDs.retryTask]: retryCommand(couture),
    [CommandIDs.stopTask]: stopCommand(couture),
    [CommandIDs.filterTasks]: filterCommand(couture),
    [CommandIDs.noteTask]: noteCommand(couture)
  };
  for (const [id, { act, states, needs, ...command }] of Object.entries(all)) {
    const options: CommandRegistry.ICommandOptions = {
      ...command,
      describedBy: ARGUMENTS,
      isEnabled: args => markedTask(app, args) !== null,
      isVisible: args => !states || isIn(markedTask(app, args)?.state, states),
      execute: async args => {
        const task = markedTask(app, args);
        return task && act(task, args);
      }
    };
    app.commands.addCommand(id, permitted(couture, needs, options, args => markedTask(app, args)?.dagId));
  }
}

/** Of several instances it is enough that one is in one of the states. */
function isIn(state: string | undefined, states: readonly string[]): boolean {
  return (state ?? '').split(' ').some(each => states.includes(each));
}

function openCommand({ commands, trans }: ICouture): TaskCommand {
  return {
    needs: 'runs:read',
    label: ({ tab }) => {
      const labels: Record<string, string> = {
        log: trans.__('Open Log'),
        rendered: trans.__('Rendered Templates'),
        xcoms: trans.__('XComs')
      };
      return labels[String(tab)] ?? trans.__('Open on the Run Page');
    },
    caption: trans.__('Show the task instance on the page of its run'),
    icon: ({ tab }) => (tab === undefined ? runsIcon : undefined),
    act: ({ dagId, runId, taskId, mapIndex }, { tab }) =>
      commands.execute(CommandIDs.openRun, {
        dagId,
        runId,
        taskId,
        ...(mapIndex !== undefined && { mapIndex }),
        ...(typeof tab === 'string' && { tab })
      })
  };
}

function retryCommand({ client, trans }: ICouture): TaskCommand {
  return {
    needs: 'runs:edit',
    label: trans.__('Retry'),
    caption: trans.__('Run it again now, and what follows it'),
    icon: refreshIcon,
    states: FAILED,
    act: task =>
      attempt(trans.__('"%1" was not retried.', task.taskId), () => client.runs.clearTasks(task.dagId, {
        dry_run: false,
        dag_run_id: task.runId,
        task_ids: [task.mapIndex === undefined || task.mapIndex < 0 ? task.taskId : [task.taskId, task.mapIndex]],
        only_failed: task.mapIndex === undefined, // of all instances of a mapped task not those that succeeded
        only_running: false,
        reset_dag_runs: true,
        include_upstream: false,
        include_downstream: true,
        include_past: false,
        include_future: false,
        include_dependent_dags: true,
        run_on_latest_version: false,
        prevent_running_task: false,
        note: null
      }), trans)
  };
}

function stopCommand({ client, trans }: ICouture): TaskCommand {
  return {
    needs: 'runs:edit',
    label: trans.__('Stop…'),
    caption: trans.__('End what runs of it, and mark it as failed'),
    icon: stopIcon,
    states: BEGUN,
    act: async ({ dagId, runId, taskId, mapIndex = -1 }) => {
      const question = {
        title: trans.__('Stop "%1"?', mapIndex < 0 ? taskId : `${taskId} [${mapIndex}]`),
        sentences: [
          trans.__('Its process is ended, and it is marked as failed; it is not retried by itself.'),
          trans.__('What it wrote so far stays.')
        ],
        action: trans.__('Stop')
      };
      const isMeant = await confirmDestructive(question, trans);
      const body = {
        new_state: 'failed' as const,
        include_upstream: false,
        include_downstream: false,
        include_past: false,
        include_future: false,
        only_unfinished: true // what has ended while the question stood stays as it is
      };
      return (
        isMeant &&
        attempt(trans.__('"%1" was not stopped.', taskId), () => client.runs.markTask(dagId, runId, taskId, mapIndex, body), trans)
      );
    }
  };
}

function filterCommand({ commands, trans }: ICouture): TaskCommand {
  return {
    needs: 'runs:read',
    label: ({ way }) => {
      const labels: Record<string, string> = {
        downstream: trans.__('Filter Downstream'),
        both: trans.__('Filter Upstream and Downstream')
      };
      return labels[String(way)] ?? trans.__('Filter Upstream');
    },
    caption: trans.__('Show only this task and those that are joined to it, in the grid and the graph of its DAG'),
    icon: ({ way }) => (way === undefined || way === 'upstream' ? filterIcon : undefined),
    act: ({ dagId, taskId }, { way = 'upstream' }) =>
      commands.execute(CommandIDs.openDag, { dagId, filterTask: taskId, filterWay: way })
  };
}

function noteCommand({ client, trans }: ICouture): TaskCommand {
  return {
    needs: 'runs:edit',
    label: trans.__('Note…'),
    caption: trans.__('Write a note on this task instance'),
    icon: editIcon,
    act: ({ dagId, runId, taskId, mapIndex = -1 }) =>
      attempt(trans.__('The note was not saved.'), async () => {
        const { note } = await client.runs.task(dagId, runId, taskId, mapIndex);
        const answer = await InputDialog.getText({
          title: trans.__('Note on "%1"', taskId),
          label: trans.__('Note'),
          text: note ?? '',
          okLabel: trans.__('Save note')
        });
        if (answer.button.accept) {
          await client.runs.setTaskNote(dagId, runId, taskId, mapIndex, answer.value ?? '');
        }
      }, trans)
  };
}
