/** What can be done with a kept kernel: open a notebook on it, keep it longer, let it go, go on with the run. */
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { addIcon, closeIcon, fastForwardIcon, kernelIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive, permitted } from '../ui';
import { openOnKernel } from './open_on_kernel';
import { resume } from './resuming';

const PROLONG_SECONDS = 1800;

const OF_KERNEL = {
  args: {
    type: 'object' as const,
    required: ['id'],
    properties: { id: { type: 'number' as const }, document: { type: 'string' as const, enum: ['original', 'copy'] } }
  }
};

const OF_TASK = {
  args: {
    type: 'object' as const,
    required: ['dagId', 'runId', 'taskId'],
    properties: {
      dagId: { type: 'string' as const },
      runId: { type: 'string' as const },
      taskId: { type: 'string' as const },
      mapIndex: { type: 'number' as const },
      with: { type: 'string' as const, enum: ['held_kernel', 'fresh_kernel'] },
      path: { type: 'string' as const, description: 'The notebook that goes on, where it is known.' }
    }
  }
};

export function addKernelCommands(couture: ICouture, documents: IDocumentManager | null): void {
  const { commands, trans } = couture;
  const isOriginal = (args: ReadonlyPartialJSONObject): boolean => args.document === 'original';
  commands.addCommand(CommandIDs.openHeldKernel, permitted(couture, 'kernels:use', {
    label: args => (isOriginal(args) ? trans.__('Open the Original') : trans.__('Open with Its Kernel')),
    caption: args =>
      isOriginal(args)
        ? trans.__('Open your own notebook on the kept kernel, to mend it')
        : trans.__('Open an editable copy of the executed notebook on the kept kernel: all variables are there'),
    icon: kernelIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => openOnKernel(couture, Number(args.id), isOriginal(args) ? 'original' : 'copy')
  }));
  commands.addCommand(CommandIDs.prolongHeldKernel, permitted(couture, 'kernels:use', {
    label: trans.__('Keep 30 Minutes'),
    caption: trans.__('Keep the kernel for at least 30 minutes from now'),
    icon: addIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => {
      const failed = trans.__('The kernel is not kept longer.');
      return attempt(failed, () => couture.client.kernels.prolong(Number(args.id), PROLONG_SECONDS), trans);
    }
  }));
  commands.addCommand(CommandIDs.letHeldKernelGo, permitted(couture, 'kernels:use', {
    label: trans.__('Let Go'),
    caption: trans.__('End the kept kernel; its variables are lost'),
    icon: closeIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => letGo(couture, Number(args.id))
  }));
  commands.addCommand(CommandIDs.resumeTask, permitted(couture, 'runs:edit', {
    label: args => (args.with === 'fresh_kernel' ? trans.__('Resume in a Fresh Kernel') : trans.__('Resume')),
    caption: args =>
      args.with === 'fresh_kernel'
        ? trans.__('A new try: the cells before the failed one run again in a new kernel')
        : trans.__('A new try that goes on at the failed cell, with the kept kernel'),
    icon: fastForwardIcon,
    isEnabled: args => typeof args.dagId === 'string' && typeof args.taskId === 'string',
    describedBy: OF_TASK,
    execute: args =>
      resume(couture, documents, {
        dagId: String(args.dagId),
        runId: String(args.runId),
        taskId: String(args.taskId),
        mapIndex: typeof args.mapIndex === 'number' ? args.mapIndex : -1,
        with: args.with === 'fresh_kernel' ? 'fresh_kernel' : 'held_kernel',
        ...(typeof args.path === 'string' && { path: args.path })
      })
  }));
}

async function letGo({ client, trans }: ICouture, id: number): Promise<unknown> {
  const isMeant = await confirmDestructive(
    {
      title: trans.__('Let the kernel go?'),
      goes: [trans.__('The kernel with all its variables')],
      stays: [trans.__('The executed notebook, the log and the outputs of the run')],
      action: trans.__('Let Go')
    },
    trans
  );
  return isMeant && attempt(trans.__('The kernel was not let go.'), () => client.kernels.letGo(id), trans);
}
