/** What a task keeps over its tries, on the run's page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture, ITaskParts } from '../tokens';
import { TaskState } from './TaskState';

export const stateStoresPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:state-stores',
  description: 'What a task keeps over its tries.',
  autoStart: true,
  requires: [ICouture, ITaskParts],
  activate: (_app: JupyterFrontEnd, _couture: ICouture, parts: ITaskParts): void => {
    parts.add({ id: 'state-stores', rank: 45, fits: task => task.start_date !== null, component: TaskState });
  }
};
