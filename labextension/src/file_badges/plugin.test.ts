import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { Signal } from '@lumino/signaling';
import { expect, it, vi } from 'vitest';
import { RUNS_DRIVE } from '../tokens';
import { testCouture } from '../testing/couture';
import { fileBadgesPlugin } from './plugin';

function browser(driveName: string): object {
  const model = { driveName, path: driveName && `${driveName}:` };
  const shown = { node: document.createElement('div'), model };
  return Object.assign(shown, {
    disposed: new Signal<object, void>(shown),
    model: Object.assign(model, { pathChanged: new Signal<object, void>(model) })
  });
}

it('asks once for the states of notebooks: not for the browser of what runs left', async () => {
  const couture = testCouture({ 'GET workspace': { root_prefix: '' }, 'GET notebookStates': { notebook_states: [] } });
  const browsers = [browser(''), browser(RUNS_DRIVE)];
  const tracker = { forEach: (each: (browser: object) => void) => browsers.forEach(each), widgetAdded: new Signal({}) };
  await fileBadgesPlugin.activate({} as JupyterFrontEnd, couture, { tracker } as unknown as IFileBrowserFactory);
  await vi.waitFor(() => expect(couture.asked).toEqual(['GET workspace', 'GET notebookStates']));
});
