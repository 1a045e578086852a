/** The jobs: engines, the processes of tasks, kept kernels, and when they were heard of. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { kernelIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { placesOf } from '../ui/listing';
import { jobFields } from './fields';

export const jobsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:jobs',
  description: 'The jobs: engines, the processes of tasks, kept kernels, and their signs of life.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-jobs',
      command: CommandIDs.openJobs,
      label: trans.__('Jobs'),
      caption: trans.__('Show engines and the processes of tasks, what they work for, and their signs of life'),
      icon: kernelIcon,
      places: placesOf(jobFields(trans), trans),
      load: async () => (await import('./list')).Jobs
    });
  }
};
