/** What a notebook or script ran in: a tab of the run page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, ITaskParts } from '../tokens';
import { lazily } from '../ui';

export const environmentPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:environment',
  description: 'The packages and limits that a run had.',
  autoStart: true,
  requires: [ICouture, ITaskParts],
  activate: (_: JupyterFrontEnd, couture: ICouture, parts: ITaskParts): void => {
    parts.add({
      id: 'environment',
      label: couture.trans.__('Environment'),
      rank: 60,
      fits: task => task.is_notebook && task.try_number > 0,
      component: lazily(async () => (await import('./EnvironmentView')).EnvironmentView)
    });
  }
};
