/** Tells how the runs ended that this page started. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ICouture } from '../tokens';
import { tellOfEnd } from './messages';
import { StartedRuns } from './started_runs';

const PLUGIN_ID = 'couture-jupyter:notifications';

export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Notifications about runs that were started here and have ended.',
  autoStart: true,
  requires: [ICouture],
  optional: [ISettingRegistry],
  activate: (_: JupyterFrontEnd, couture: ICouture, registry: ISettingRegistry | null): void => {
    const started = new StartedRuns();
    let settings: ISettingRegistry.ISettings | null = null;
    void registry?.load(PLUGIN_ID).then(loaded => {
      settings = loaded;
    });
    const isWanted = (kind: 'success' | 'failure'): boolean => settings?.get(kind).composite !== false;
    couture.client.http.runStarted.connect((_http, run) => started.add(run));
    couture.changes.arrived.connect((_stream, changes) => {
      for (const ended of started.ended(changes)) {
        if (isWanted(ended.state === 'success' ? 'success' : 'failure')) {
          tellOfEnd(ended, couture);
        }
      }
    });
  }
};
