/** Import from other schedulers: a page with a preview. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CommandIDs } from '../commands';
import { ICouture, IPages } from '../tokens';
import { scheduleIcon } from '../ui';

export const importsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:imports',
  description: 'Takes over the jobs of jupyter-scheduler and of a crontab.',
  autoStart: true,
  requires: [ICouture, IPages],
  activate: (_: JupyterFrontEnd, couture: ICouture, pages: IPages): void => {
    const { trans } = couture;
    pages.add({
      id: 'couture-import',
      command: CommandIDs.importSchedules,
      label: trans.__('Import schedules'),
      commandLabel: trans.__('Import Schedules…'),
      caption: trans.__('Take over the jobs of jupyter-scheduler or of a crontab'),
      icon: scheduleIcon,
      load: async () => (await import('./ImportPage')).ImportPage
    });
  }
};
