/** Lists the active runs in JupyterLab's panel of running things. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRunningSessionManagers } from '@jupyterlab/running';
import { ICouture } from '../tokens';
import { ActiveRuns } from './active_runs';
import { HeldKernels } from './held_kernels';

export const runningPanelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:running-panel',
  description: 'The active runs in the panel of running terminals and kernels.',
  autoStart: true,
  requires: [ICouture],
  optional: [IRunningSessionManagers],
  activate: (_: JupyterFrontEnd, couture: ICouture, managers: IRunningSessionManagers | null): void => {
    managers?.add(new ActiveRuns(couture));
    managers?.add(new HeldKernels(couture));
  }
};
