/** Provides `ICouture`: the REST client and the stream of changes, one of each a page. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { createClient } from '../api';
import { openChangeSocket } from '../api/events';
import { ChangeStream } from '../state/changes';
import { WorkspaceFiles } from '../state/workspace_files';
import { ICouture } from '../tokens';
import { tabInDialogs } from './tab_in_dialogs';

export const corePlugin: JupyterFrontEndPlugin<ICouture> = {
  id: 'couture-jupyter:core',
  description: 'The REST client and the stream of changes of Couture.',
  autoStart: true,
  provides: ICouture,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null): ICouture => {
    const settings = app.serviceManager.serverSettings;
    const changes = new ChangeStream(() => openChangeSocket(settings));
    window.addEventListener('online', () => changes.reconnectNow());
    document.addEventListener('visibilitychange', () => changes.reconnectNow());
    document.addEventListener('keydown', tabInDialogs, true);
    const client = createClient(settings);
    const trans = (translator ?? nullTranslator).load('couture_jupyter');
    return { client, changes, files: new WorkspaceFiles(client, changes, trans), commands: app.commands, trans };
  }
};
