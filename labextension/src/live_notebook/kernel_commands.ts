/** What can be done with a kept kernel: open a notebook on it, keep it longer, let it go, go on with the run. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { addIcon, closeIcon, fastForwardIcon, kernelIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { ApiError, type IResume } from '../api';
import { CommandIDs } from '../commands';
import type { ICouture } from '../tokens';
import { attempt, confirmDestructive } from '../ui';

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
      with: { type: 'string' as const, enum: ['held_kernel', 'fresh_kernel'] }
    }
  }
};

export function addKernelCommands(couture: ICouture): void {
  const { commands, trans } = couture;
  const isCopy = (args: ReadonlyPartialJSONObject): boolean => args.document === 'copy';
  commands.addCommand(CommandIDs.openHeldKernel, {
    label: args => (isCopy(args) ? trans.__('Open a Copy') : trans.__('Open with Its Kernel')),
    caption: args =>
      isCopy(args)
        ? trans.__('Open a copy of the executed notebook on the kept kernel')
        : trans.__('Open the notebook on the kept kernel: all variables are there'),
    icon: kernelIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => openOnKernel(couture, Number(args.id), isCopy(args) ? 'copy' : 'original')
  });
  commands.addCommand(CommandIDs.prolongHeldKernel, {
    label: trans.__('Keep 30 Minutes'),
    caption: trans.__('Keep the kernel for 30 minutes from now'),
    icon: addIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => {
      const failed = trans.__('The kernel is not kept longer.');
      return attempt(failed, () => couture.client.kernels.prolong(Number(args.id), PROLONG_SECONDS), trans);
    }
  });
  commands.addCommand(CommandIDs.letHeldKernelGo, {
    label: trans.__('Let Go'),
    caption: trans.__('End the kept kernel; its variables are lost'),
    icon: closeIcon,
    isEnabled: args => typeof args.id === 'number',
    describedBy: OF_KERNEL,
    execute: args => letGo(couture, Number(args.id))
  });
  commands.addCommand(CommandIDs.resumeTask, {
    label: args => (args.with === 'fresh_kernel' ? trans.__('Resume in a Fresh Kernel') : trans.__('Resume')),
    caption: args =>
      args.with === 'fresh_kernel'
        ? trans.__('A new try: the cells before the failed one run again in a new kernel')
        : trans.__('A new try that goes on at the failed cell, with the kept kernel'),
    icon: fastForwardIcon,
    isEnabled: args => typeof args.dagId === 'string' && typeof args.taskId === 'string',
    describedBy: OF_TASK,
    execute: args => resume(couture, args)
  });
}

async function openOnKernel(couture: ICouture, id: number, document: 'original' | 'copy'): Promise<unknown> {
  const { client, commands, trans } = couture;
  return attempt(
    trans.__('The notebook was not opened on the kept kernel.'),
    async () => {
      const attached = await client.kernels.attach(id, document);
      if (attached.path === null) {
        throw new Error(trans.__("The notebook lies outside of the folder that Jupyter's server shows."));
      }
      await commands.execute('docmanager:open', {
        path: attached.path,
        factory: 'Notebook',
        kernel: { id: attached.kernel_id, name: attached.kernel_name }
      });
    },
    trans
  );
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

async function resume(couture: ICouture, args: ReadonlyPartialJSONObject): Promise<unknown> {
  const { client, trans } = couture;
  const mapIndex = typeof args.mapIndex === 'number' ? args.mapIndex : -1;
  const body: IResume = {
    with: args.with === 'fresh_kernel' ? 'fresh_kernel' : 'held_kernel',
    notebook: 'current',
    accept_changes: false
  };
  const ask = (wanted: IResume): Promise<unknown> =>
    client.kernels.resume(String(args.dagId), String(args.runId), String(args.taskId), mapIndex, wanted);
  return attempt(
    trans.__('The notebook was not resumed.'),
    async () => {
      try {
        await ask(body);
      } catch (reason) {
        if (!(reason instanceof ApiError) || reason.status !== 409 || !/accept the changes/.test(reason.message)) {
          throw reason;
        }
        if (await acceptsChanges(reason.message, couture)) {
          await ask({ ...body, accept_changes: true });
        }
      }
    },
    trans
  );
}

async function acceptsChanges(what: string, { trans }: ICouture): Promise<boolean> {
  const answer = await showDialog({
    title: trans.__('Cells before the failed one have changed'),
    body: what,
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__('Accept and Resume') })]
  });
  return answer.button.accept;
}
