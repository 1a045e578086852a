/** Questions that tasks ask people: on the page of a run, in the status bar, and a command that leads to them. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { InputDialog, Notification } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { userIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { IQuestion } from '../api';
import { CommandIDs } from '../commands';
import { ICouture, ITaskParts } from '../tokens';
import { CoutureWidget, attempt } from '../ui';
import { TaskQuestion } from './TaskQuestion';
import { WaitingItem } from './WaitingItem';

class WaitingWidget extends CoutureWidget {
  protected override body(): ReactElement {
    return <WaitingItem />;
  }
}

export const humanInputPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:human-input',
  description: 'Answer the questions that tasks ask.',
  autoStart: true,
  requires: [ICouture, ITaskParts],
  optional: [IStatusBar],
  activate: (app: JupyterFrontEnd, couture: ICouture, parts: ITaskParts, statusBar: IStatusBar | null): void => {
    const { trans } = couture;
    parts.add({ id: 'question', rank: 5, fits: task => task.try_number > 0, component: TaskQuestion });
    app.commands.addCommand(CommandIDs.answerQuestion, {
      label: trans.__('Answer a Question…'),
      caption: trans.__('Open a run whose task waits for your answer'),
      icon: userIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => attempt(trans.__('The questions could not be read.'), () => openOne(couture), trans)
    });
    if (statusBar) {
      const item = new WaitingWidget(couture);
      item.addClass('couture-StatusWidget');
      statusBar.registerStatusItem('couture-jupyter:waiting', { item, align: 'left', rank: 21 });
    }
  }
};

/** The page of the run whose task asks; of several questions a person chooses one. */
async function openOne({ client, commands, trans }: ICouture): Promise<void> {
  const page = await client.humanInput.waiting({ limit: 100 });
  const mine = page.hitl_details.filter(each => each.may_respond);
  const chosen = mine.length > 1 ? await choose(mine, trans.__('Which question?'), trans.__('Question')) : mine[0];
  if (chosen) {
    const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = chosen.task_instance;
    await commands.execute(CommandIDs.openRun, { dagId, runId, taskId, mapIndex });
  } else if (mine.length === 0) {
    Notification.info(trans.__('No task waits for your answer.'), { autoClose: 3000 });
  }
}

async function choose(questions: readonly IQuestion[], title: string, label: string): Promise<IQuestion | undefined> {
  const items = questions.map(({ subject, task_instance: task }, index) => `${index + 1}. ${subject} (${task.dag_id})`);
  const result = await InputDialog.getItem({ title, label, items });
  return result.button.accept && result.value !== null ? questions[items.indexOf(result.value)] : undefined;
}
