/** Provides the commands on DAGs and on the engine. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICouture } from '../tokens';
import { addDagCommands } from './dags';
import { addEngineCommands } from './engine';

export const dagCommandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'couture-jupyter:dag-commands',
  description: 'Commands that run, switch, copy and delete DAGs, and start and stop the engine.',
  autoStart: true,
  requires: [ICouture],
  activate: (app: JupyterFrontEnd, couture: ICouture): void => {
    addDagCommands(app, couture);
    addEngineCommands(app, couture);
  }
};
