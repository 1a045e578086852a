/** What is left of the kernel of a failed try, and what can be done with it. */
import { PageConfig } from '@jupyterlab/coreutils';
import type { ReactElement } from 'react';
import type { IHeldKernel, ITaskInstance, ITryKernel } from '../api';
import { CommandIDs } from '../commands';
import { CommandButton, isFinished, useCouture, useNow, useQuery } from '../ui';
import { clockText, memoryText, timeLeft } from '../ui/kernel_text';

export interface IKernelLineProps {
  task: ITaskInstance;
  tryNumber: number;
}

export function KernelLine({ task, tryNumber }: IKernelLineProps): ReactElement | null {
  const { client } = useCouture();
  const { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex, state } = task;
  const kernel = useQuery(
    () => client.kernels.ofTry(dagId, runId, taskId, mapIndex, tryNumber),
    change => change.subject === 'held_kernel' && (change.dag_id === undefined || change.dag_id === dagId),
    [client, dagId, runId, taskId, mapIndex, tryNumber, state]
  );
  const isNewest = tryNumber === task.try_number;
  const ofEarlier = kernel.data && kernel.data.try_number < tryNumber ? kernel.data.try_number : null;
  if (!kernel.data) {
    return null;
  }
  return (
    <div className="couture-KernelLine" role="status">
      <KernelText kernel={kernel.data} earlierTry={ofEarlier} />
      <div className="couture-Buttons">
        {kernel.data.held_kernel && kernel.data.state === 'held' && <HeldButtons held={kernel.data.held_kernel} />}
        {isNewest && canResume(task, kernel.data) && <ResumeButtons task={task} kernel={kernel.data} />}
      </div>
    </div>
  );
}

function KernelText({ kernel, earlierTry }: { kernel: ITryKernel; earlierTry: number | null }): ReactElement {
  const { trans } = useCouture();
  const held = kernel.state === 'held' ? kernel.held_kernel : null;
  const now = useNow(held ? 'halfMinute' : null);
  if (!held) {
    return <span className="couture-KernelLine-text">{kernel.because}</span>;
  }
  const until = clockText(held.held_until);
  const memory = memoryText(held.memory_bytes);
  return (
    <span className="couture-KernelLine-text">
      <strong>
        {memory ? trans.__('Kernel kept until %1 (%2)', until, memory) : trans.__('Kernel kept until %1', until)}
      </strong>{' '}
      {timeLeft(held.held_until, now, trans)}.{' '}
      {earlierTry !== null && `${trans.__('It is that of try %1.', earlierTry)} `}
      {held.cannot_open ?? trans.__('All variables are still there: look at them, mend what is wrong, and go on.')}
    </span>
  );
}

function HeldButtons({ held }: { held: IHeldKernel }): ReactElement {
  const args = { id: held.id };
  const run = { dagId: held.dag_id, runId: held.dag_run_id, taskId: held.task_id };
  return (
    <>
      {held.account !== null && held.account === PageConfig.getOption('hubUser') && (
        <CommandButton command={CommandIDs.openOwnServer} args={run} variant="primary" />
      )}
      <CommandButton command={CommandIDs.openHeldKernel} args={args} variant="primary" disabledBecause={held.cannot_open} />
      <CommandButton
        command={CommandIDs.openHeldKernel}
        args={{ ...args, document: 'original' }}
        disabledBecause={held.cannot_open}
      />
      <CommandButton command={CommandIDs.prolongHeldKernel} args={args} />
      <CommandButton command={CommandIDs.letHeldKernelGo} args={args} />
    </>
  );
}

function ResumeButtons({ task, kernel }: { task: ITaskInstance; kernel: ITryKernel }): ReactElement {
  const args = {
    dagId: task.dag_id,
    runId: task.dag_run_id,
    taskId: task.task_id,
    mapIndex: task.map_index
  };
  return (
    <>
      {kernel.state === 'held' && <CommandButton command={CommandIDs.resumeTask} args={{ ...args, with: 'held_kernel' }} />}
      <CommandButton command={CommandIDs.resumeTask} args={{ ...args, with: 'fresh_kernel' }} />
    </>
  );
}

/** A failed try with an executed notebook can go on from it. */
function canResume(task: ITaskInstance, kernel: ITryKernel): boolean {
  const hasEnded = isFinished(task.state) ? task.state === 'failed' : task.state === 'up_for_retry';
  return hasEnded && kernel.failed_cell !== null;
}

/** Whether there may be something to say about a task's kernel. */
export function hasKernelLine(task: ITaskInstance): boolean {
  return task.is_notebook && !task.is_script && (task.state === 'failed' || task.state === 'up_for_retry');
}
