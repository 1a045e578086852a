/** One task of the run, with a tab for each thing that it left. */
import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ReactElement } from 'react';
import type { ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import type { ITaskPaneProps, ITaskPart } from '../tokens';
import { CellProgress, CommandButton, Duration, Note, RelativeTime, StateMark, Tabs, taskName, useCouture } from '../ui';
import { CodeView } from './CodeView';
import { LogView } from './LogView';
import { NotebookView } from './NotebookView';
import { OutputProblems } from './OutputProblems';
import { OutputsView } from './OutputsView';
import { useParts } from './parts';
import { chosenTab, type Tab, tabsOf } from './tabs';
import { TriesView } from './TriesView';
import { WhyView } from './WhyView';

export function TaskPane({ task, isAlone, shown, onShow, onSelect }: ITaskPaneProps): ReactElement {
  const { trans } = useCouture();
  const parts = useParts().filter(part => part.fits(task));
  const added = parts.filter(part => part.label !== undefined);
  const tab = chosenTab(
    task,
    shown,
    added.map(part => part.id)
  );
  const tryNumber = Math.min(shown.tryNumber ?? task.try_number, task.try_number);
  return (
    <section className="couture-TaskPane" aria-label={taskName(task)}>
      <div className="couture-TaskPane-head">
        {!isAlone && <h2>{taskName(task)}</h2>}
        <span aria-live="polite">
          <StateMark state={task.state} />
        </span>
        <CellProgress task={task} />
        <Duration start={task.start_date} end={task.end_date} />
        <RetryNote task={task} />
        <TaskButtons task={task} />
      </div>
      {task.error && (
        <div className="couture-Banner couture-mod-error">
          <span className="couture-Banner-text couture-TaskPane-error">{task.error}</span>
        </div>
      )}
      <TaskNote key={task.note ?? ''} task={task} />
      <OutputProblems outputs={task.outputs} />
      {parts
        .filter(part => part.label === undefined)
        .map(part => (
          <part.component key={part.id} task={task} tryNumber={tryNumber} onSelect={onSelect} />
        ))}
      <Tabs
        label={trans.__('What the task left')}
        tabs={useTabs(task, added)}
        current={tab}
        onChange={next => onShow({ tab: next })}
      >
        {tab === 'why' && <WhyView task={task} />}
        {tab === 'tries' && (
          <TriesView task={task} chosen={tryNumber} onChoose={chosen => onShow({ tryNumber: chosen })} />
        )}
        {tab === 'code' && <CodeView key={tryNumber} task={task} tryNumber={tryNumber} />}
        {tab === 'outputs' && <OutputsView task={task} tryNumber={tryNumber} />}
        {tab === 'log' && <LogView key={tryNumber} task={task} tryNumber={tryNumber} />}
        {tab === 'notebook' && <NotebookView key={tryNumber} task={task} tryNumber={tryNumber} />}
        {added
          .filter(part => part.id === tab)
          .map(part => (
            <part.component key={`${part.id} ${tryNumber}`} task={task} tryNumber={tryNumber} onSelect={onSelect} />
          ))}
      </Tabs>
    </section>
  );
}

function TaskButtons({ task }: { task: ITaskInstance }): ReactElement {
  const args = { dagId: task.dag_id, runId: task.dag_run_id, taskId: task.task_id, mapIndex: task.map_index };
  return (
    <span className="couture-Buttons">
      <CommandButton command={CommandIDs.retryTask} args={{ ...args, ...(task.state && { state: task.state }) }} variant="primary" />
      <CommandButton command={CommandIDs.clearTasks} args={args} />
      <CommandButton command={CommandIDs.markTasks} args={args} />
      <MenuButton args={{ ...args, ...(task.state && { state: task.state }) }} />
    </span>
  );
}

function MenuButton({ args }: { args: ReadonlyPartialJSONObject }): ReactElement {
  const { commands } = useCouture();
  const label = commands.label(CommandIDs.openTaskMenu);
  return (
    <button
      type="button"
      className="couture-Button couture-mod-minimal couture-mod-iconOnly"
      aria-haspopup="menu"
      aria-label={label}
      title={label}
      onClick={event => {
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        void commands.execute(CommandIDs.openTaskMenu, { ...args, x: left, y: bottom });
      }}
    >
      <ellipsesIcon.react tag="span" className="couture-Button-icon" />
    </button>
  );
}

function TaskNote({ task }: { task: ITaskInstance }): ReactElement {
  const { client } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } = task;
  const save = (note: string): Promise<void> => client.runs.setTaskNote(dagId, runId, taskId, mapIndex, note);
  return <Note note={task.note ?? ''} dagId={task.dag_id} onSave={save} />;
}

function RetryNote({ task }: { task: ITaskInstance }): ReactElement | null {
  const { trans } = useCouture();
  if (task.state !== 'up_for_retry' || !task.retry_at) {
    return null;
  }
  return (
    <span className="couture-muted">
      {trans.__('Next try')} <RelativeTime at={task.retry_at} />
    </span>
  );
}

function useTabs(task: ITaskInstance, added: readonly ITaskPart[]): { id: string; label: string }[] {
  const { trans } = useCouture();
  const labels: Record<Tab, string> = {
    notebook: trans.__('Notebook'),
    log: trans.__('Log'),
    outputs: trans.__('Outputs'),
    code: trans.__('Code'),
    tries: trans.__('Tries'),
    why: trans.__('Why it is not running')
  };
  const own = tabsOf(task).map(id => ({ id, label: labels[id] }));
  return [...own, ...added.map(({ id, label = id }) => ({ id, label }))];
}
