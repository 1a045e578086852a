/** What a run is: its state, its times, what started it, what it was started with, and what can be done with it. */
import type { ReactElement } from 'react';
import type { IDagRun, ITaskInstance } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, Duration, isFinished, Note, RelativeTime, StateMark, useCouture } from '../ui';
import { KeepSwitch } from './KeepSwitch';
import { RunCallbacks } from './RunCallbacks';
import { RunFacts } from './RunFacts';
import { RunLateness } from './RunLateness';
import { RunMessages } from './RunMessages';
import { RunWaiting } from './RunWaiting';

export interface IRunHeaderProps {
  run: IDagRun;
  tasks: readonly ITaskInstance[];
}

export function RunHeader({ run, tasks }: IRunHeaderProps): ReactElement {
  const { client, commands, trans } = useCouture();
  return (
    <div className="couture-RunHeader">
      <div className="couture-RunHeader-top">
        <div className="couture-RunHeader-title">
          <h1>
            <button
              type="button"
              className="couture-Link"
              onClick={() => void commands.execute(CommandIDs.openDag, { dagId: run.dag_id })}
            >
              {run.dag_display_name || run.dag_id}
            </button>
          </h1>
          <span className="couture-RunHeader-id">{run.dag_run_id}</span>
        </div>
        <RunButtons run={run} tasks={tasks} />
      </div>
      <div className="couture-RunHeader-state">
        <span aria-live="polite">
          <StateMark state={run.state} />
        </span>
        {run.start_date ? (
          <span>
            <RelativeTime at={run.start_date} />
            {' · '}
            <Duration start={run.start_date} end={run.end_date} />
          </span>
        ) : (
          <RelativeTime at={run.queued_at} />
        )}
      </div>
      {run.because && run.state !== 'success' && <p className="couture-RunHeader-because">{run.because}</p>}
      <RunWaiting run={run} />
      <RunLateness run={run} />
      <RunMessages run={run} />
      <RunCallbacks run={run} />
      <RunFacts run={run} />
      <div className="couture-Buttons">
        <Note
          key={run.note ?? ''}
          note={run.note ?? ''}
          dagId={run.dag_id}
          onSave={note => client.runs.setNote(run.dag_id, run.dag_run_id, note)}
        />
        <KeepSwitch run={run} />
      </div>
      {tasks.length === 0 && run.state !== 'queued' && <p className="couture-muted">{trans.__('No tasks.')}</p>}
    </div>
  );
}

function RunButtons({ run, tasks }: IRunHeaderProps): ReactElement {
  const { trans } = useCouture();
  const args = { dagId: run.dag_id, runId: run.dag_run_id };
  const isOver = isFinished(run.state);
  const hasFailed = tasks.some(task => task.state === 'failed' || task.state === 'upstream_failed');
  const notOver = isOver ? null : trans.__('The run is still active. Stop it first.');
  return (
    <div className="couture-Buttons">
      {!isOver && <CommandButton command={CommandIDs.stopRun} args={args} variant="warn" />}
      <CommandButton
        command={CommandIDs.retryRun}
        args={args}
        variant={run.state === 'failed' && hasFailed ? 'primary' : 'plain'}
        disabledBecause={notOver ?? (hasFailed ? null : trans.__('No task of this run has failed.'))}
      />
      <CommandButton command={CommandIDs.clearTasks} args={args} />
      <CommandButton command={CommandIDs.markTasks} args={args} />
      <CommandButton command={CommandIDs.rerun} args={args} />
      <CommandButton command={CommandIDs.rerunEdited} args={args} />
      <CommandButton command={CommandIDs.sweepRun} args={args} />
      <CommandButton command={CommandIDs.compareRuns} args={args} />
      <CommandButton command={CommandIDs.copyLink} args={args} iconOnly />
      <CommandButton command={CommandIDs.deleteRun} args={args} disabledBecause={notOver} iconOnly />
    </div>
  );
}
